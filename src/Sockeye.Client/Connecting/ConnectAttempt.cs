using System.Net;
using System.Security.Cryptography;
using Sockeye.Protocol;
using Sockeye.Wires;

namespace Sockeye;

/// <summary>
/// One attempt to connect, bounded in time: over HTTP/2 when asked for, over HTTP/1.1 otherwise or as the fallback.
/// </summary>
internal sealed class ConnectAttempt(Uri uri, WebSocketConnectOptions options)
{
    public async Task<WebSocketConnection> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Connection.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var invoker = options.Invoker ?? new HttpMessageInvoker(ConnectHandler.Create(options));
        try
        {
            var connection = await OpenAsync(invoker, either.Token).ConfigureAwait(false);
            connection.Start();
            return connection;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (ConnectErrors.Explain(e, uri, options, timeout.IsCancellationRequested) is { } explained)
                throw explained;
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new OperationCanceledException("The attempt to connect was cancelled.", e, cancellationToken);
        }
        finally
        {
            // The open connection has left the handler's pool and outlives it.
            if (options.Invoker is null)
                invoker.Dispose();
        }
    }

    private async Task<WebSocketConnection> OpenAsync(HttpMessageInvoker invoker, CancellationToken cancellationToken)
    {
        if (options.HttpVersion == HttpVersion.Version20)
        {
            try
            {
                return await OpenAsync(invoker, HttpVersion.Version20, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (
                options.HttpVersionPolicy == HttpVersionPolicy.RequestVersionOrLower && Http2Errors.MayBeTheVersion(e))
            {
                // The server does not speak HTTP/2, or not WebSockets over it.
            }
        }

        return await OpenAsync(invoker, HttpVersion.Version11, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WebSocketConnection> OpenAsync(
        HttpMessageInvoker invoker, Version version, CancellationToken cancellationToken)
    {
        var handshake = new ClientHandshake(
            RandomNumberGenerator.GetBytes(16), version, [.. options.Subprotocols], options.Connection.Compression);
        using var request = OpeningRequest.Create(uri, version, handshake, options);
        if (options.PrepareRequest is { } prepare)
            await prepare(request, cancellationToken).ConfigureAwait(false);
        var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return await AcceptAsync(handshake, response, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<WebSocketConnection> AcceptAsync(
        ClientHandshake handshake, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!OpeningResponse.HasOpeningStatus(response))
        {
            var body = await OpeningResponse.ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
            var retryAfter = OpeningResponse.RetryAfter(response, options.Connection.TimeProvider);
            throw ConnectErrors.Status(uri, response, body, retryAfter);
        }

        var result = handshake.Verify(OpeningResponse.Head(response));
        if (result.Failure is not null)
            throw ConnectErrors.Handshake(uri, result.Failure);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (!stream.CanWrite)
            throw ConnectErrors.Handshake(uri, "the HTTP handler gave a stream that cannot be written to");
        return new WebSocketConnection(
            new StreamWire(stream, response.Dispose),
            new WebSocketConnectionSetup(Role.Client, options.Connection)
            {
                Subprotocol = result.Subprotocol,
                Compression = result.Compression,
            });
    }
}
