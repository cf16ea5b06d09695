namespace Sockeye;

/// <summary>
/// Opens one connection, once. For a client that stays connected by itself see <see cref="WebSocketClient"/>.
/// </summary>
public static class WebSocketConnector
{
    /// <summary>Opens a connection to <paramref name="url"/>.</summary>
    /// <param name="url">The address: <c>ws://</c> or <c>wss://</c>; <c>http://</c> and <c>https://</c> mean the same.</param>
    /// <param name="options">How to connect; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">
    /// Gives up. The time is bounded in any case by <see cref="WebSocketConnectOptions.ConnectTimeout"/>.
    /// </param>
    /// <returns>The open connection, the caller's to dispose. Frames that came right behind the answer are not lost.</returns>
    /// <exception cref="ArgumentException">The address or the options make no sense.</exception>
    /// <exception cref="WebSocketConnectException">The connection could not be opened.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>May be called concurrently, with the same options too.</remarks>
    public static Task<WebSocketConnection> ConnectAsync(
        string url, WebSocketConnectOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(WebSocketUri.Parse(url), options, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(string, WebSocketConnectOptions?, CancellationToken)"/>
    /// <param name="uri">The address: <c>ws://</c> or <c>wss://</c>; <c>http://</c> and <c>https://</c> mean the same.</param>
    /// <param name="options">How to connect; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">
    /// Gives up. The time is bounded in any case by <see cref="WebSocketConnectOptions.ConnectTimeout"/>.
    /// </param>
    public static Task<WebSocketConnection> ConnectAsync(
        Uri uri, WebSocketConnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        options ??= new WebSocketConnectOptions();
        options.Validate();
        return new ConnectAttempt(WebSocketUri.Normalize(uri), options).RunAsync(cancellationToken);
    }
}
