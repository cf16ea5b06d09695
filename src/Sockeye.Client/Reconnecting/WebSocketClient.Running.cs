namespace Sockeye;

public sealed partial class WebSocketClient
{
    /// <summary>The client's whole life, on one task: every state, event and decision comes from here.</summary>
    private async Task RunAsync()
    {
        var life = new Life();
        string reason;
        try
        {
            reason = await ConnectWhileWorthwhileAsync(life).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            life.Error = null;
            reason = "closed by this end";
        }
#pragma warning disable CA1031 // A rule of the application's (ShouldReconnect, PrepareRequest) may throw anything; it ends this.
        catch (Exception e)
        {
            life.Error = e;
            reason = $"an unexpected error: {e.Message}";
            Report(e);
        }
#pragma warning restore CA1031

        _outbox.Close();
        _connections.End();
        var closure = new WebSocketClientClosure(reason, life.Closure, life.Error, _outbox.Count);
        ChangeState(WebSocketClientState.Closed, reason);
        _firstOpen.TrySetResult(life.Error ?? NotConnected());
        _events.Raise(Closed, closure);
        _completion.TrySetResult(closure);
    }

    /// <summary>Connects, uses the connection, and begins again, until it is over; says why it is.</summary>
    private async Task<string> ConnectWhileWorthwhileAsync(Life life)
    {
        var why = "asked to connect";
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            ChangeState(WebSocketClientState.Connecting, why);
            var (decision, happened) = await TryConnectAsync(life).ConfigureAwait(false);
            if (decision.Delay is not { } delay)
                return $"{happened}; {decision.StopReason}";
            ChangeState(WebSocketClientState.Waiting, happened, delay);
            await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
            why = "trying again";
        }
    }

    private async Task<(ReconnectDecision Decision, string Happened)> TryConnectAsync(Life life)
    {
        WebSocketConnection connection;
        try
        {
            connection = await _connect(_stop.Token).ConfigureAwait(false);
        }
        catch (WebSocketConnectException e)
        {
            life.Error = e;
            Report(e);
            return (_policy.AfterFailure(e), e.Message);
        }

        life.Error = null;
        if (_stop.IsCancellationRequested)
            connection.Abort();
        _stop.Token.ThrowIfCancellationRequested();
        await using (connection.ConfigureAwait(false))
            return await UseAsync(connection, life).ConfigureAwait(false);
    }

    private async Task<(ReconnectDecision Decision, string Happened)> UseAsync(WebSocketConnection connection, Life life)
    {
        var since = _time.GetTimestamp();
        connection.Errored += Report;
        _connections.Add(connection);
        ChangeState(WebSocketClientState.Open, $"connected to {WebSocketUri.Display(Uri)}");
        _events.Raise(Opened, connection);
        var flush = FlushAsync(connection);
        _firstOpen.TrySetResult(null);

        var closure = await EndAsync(connection, flush).ConfigureAwait(false);
        await flush.ConfigureAwait(false);
        _outbox.Detach(connection);
        _connections.Remove();
        life.Closure = closure;
        life.Error = closure.Error;
        var decision = _stop.IsCancellationRequested
            ? ReconnectDecision.Stop("closed by this end")
            : _policy.AfterClosure(closure, _time.GetElapsedTime(since));
        _events.Raise(Disconnected, new WebSocketDisconnection(closure, decision.Delay));
        return (decision, Describe(closure));
    }

    /// <summary>Waits until the connection has ended, by itself or because the client was asked to close.</summary>
    private async Task<WebSocketClosure> EndAsync(WebSocketConnection connection, Task flush)
    {
        if (await Task.WhenAny(connection.Completion, _closeRequest.Task).ConfigureAwait(false) != connection.Completion)
        {
            var request = await _closeRequest.Task.ConfigureAwait(false);
            ChangeState(WebSocketClientState.Closing, "closed by this end");
            if (request.Abort)
            {
                connection.Abort();
            }
            else
            {
                var limit = Task.Delay(_options.Connect.Connection.CloseTimeout, _time, CancellationToken.None);
                await Task.WhenAny(flush, limit).ConfigureAwait(false);
                await connection.CloseAsync(request.Code, request.Reason).ConfigureAwait(false);
            }
        }

        return await connection.Completion.ConfigureAwait(false);
    }

    private async Task FlushAsync(WebSocketConnection connection)
    {
        try
        {
            await _outbox.FlushAsync(connection).ConfigureAwait(false);
        }
        catch (WebSocketClosedException)
        {
            // The connection has ended; what it did not take waits for the next.
        }
    }

    private static string Describe(WebSocketClosure closure)
    {
        var what = closure.ClosedBy switch
        {
            ClosedBy.Local => "closed by this end",
            ClosedBy.Peer => "closed by the server",
            _ => "lost",
        };
        var reason = closure.Reason.Length > 0 ? $" ({closure.Reason.TrimEnd('.')})" : "";
        return $"the connection was {what} with code {(int)closure.Code}{reason}";
    }

    /// <summary>What the closure of the client will tell.</summary>
    private sealed class Life
    {
        public WebSocketClosure? Closure { get; set; }

        public Exception? Error { get; set; }
    }
}
