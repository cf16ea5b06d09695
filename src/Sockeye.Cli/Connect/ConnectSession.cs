namespace Sockeye.Cli.Connect;

/// <summary>One run of <c>connect</c>: opens the connection, shows what comes, lets something send, and tells how it ended.</summary>
internal sealed class ConnectSession(WebSocketClient client, Display display)
{
    private volatile bool _opened;
    private volatile bool _asked;

    public WebSocketClient Client => client;

    public Display Display => display;

    /// <summary>Runs until the connection has ended for good.</summary>
    /// <param name="send">Sends, and returns when there is nothing more to send: then the connection is closed.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">The connection could not be opened.</exception>
    public async Task<int> RunAsync(Func<ConnectSession, Task> send)
    {
        client.Opened += OnOpened;
        client.Disconnected += OnDisconnected;
        client.Errored += OnErrored;
        await OpenAsync();
        var receiving = ReceiveAsync();
        var sending = send(this);
        if (await Task.WhenAny(sending, client.Completion) == sending)
        {
            // What went wrong while sending must not go unnoticed.
            await sending;
            // Sending also ends with the connection; then the end is not of the script's asking.
            if (!client.Completion.IsCompleted)
                await CloseAsync();
        }

        var end = await client.Completion;
        await receiving;
        return Report(end);
    }

    /// <summary>Closes the connection because the person or the script wants it.</summary>
    public Task CloseAsync(CloseCode code = CloseCode.NormalClosure, string? reason = null)
    {
        _asked = true;
        return client.CloseAsync(code, reason);
    }

    /// <summary>Ctrl+C: closes the connection; a second time, cuts it off.</summary>
    public void Interrupt()
    {
        if (_asked)
            client.Abort();
        else
            _ = CloseAsync();
    }

    private async Task OpenAsync()
    {
        try
        {
            await client.ConnectAsync();
        }
        catch (WebSocketConnectException e)
        {
            throw new CliException(ConnectOutcome.ExitCodeOf(e.Failure), ConnectOutcome.Explain(e));
        }
        catch (ArgumentException e)
        {
            // A header or a subprotocol that cannot be in a request.
            throw CliException.From(e);
        }
        catch (WebSocketClosedException) when (!_opened)
        {
            throw new CliException(ExitCode.Network, "Interrupted before the connection was open.");
        }
    }

    private async Task ReceiveAsync()
    {
        await foreach (var message in client.ReadAllAsync())
            display.Received(message);
    }

    private int Report(WebSocketClientClosure end)
    {
        if (end.Closure is { } closure && end.Error is not WebSocketConnectException)
        {
            display.Note(ConnectOutcome.Describe(closure));
            return ConnectOutcome.ExitCodeOf(closure, _asked);
        }

        if (end.Error is WebSocketConnectException error)
            throw new CliException(ConnectOutcome.ExitCodeOf(error.Failure), ConnectOutcome.Explain(error));
        display.Note(end.Reason);
        return _asked ? ExitCode.Success : ExitCode.ClosedAbnormally;
    }

    private void OnOpened(WebSocketConnection connection)
    {
        var details = (connection.Subprotocol, connection.IsCompressed) switch
        {
            (null, false) => "",
            (null, true) => ", compressed",
            ({ } subprotocol, false) => $", subprotocol {subprotocol}",
            ({ } subprotocol, true) => $", subprotocol {subprotocol}, compressed",
        };
        display.Note(_opened ? $"Connected again{details}." : $"Connected to {client.Uri}{details}.");
        _opened = true;
    }

    private void OnDisconnected(WebSocketDisconnection disconnection)
    {
        if (disconnection.ReconnectsIn is { } wait)
            display.Note($"{ConnectOutcome.Describe(disconnection.Closure)} Connecting again in {wait.TotalSeconds:0.0} s.");
    }

    private void OnErrored(Exception error)
    {
        // The first attempt's failure ends the command with its own message.
        if (_opened)
            display.Note(error is WebSocketConnectException failed ? ConnectOutcome.Explain(failed) : error.Message);
    }
}
