using Microsoft.Extensions.Logging;

namespace Sockeye;

/// <summary>
/// The settings of a stand-alone <see cref="WebSocketServer"/>. Safe by default, validated when the server is made; later changes
/// have no effect.
/// </summary>
public sealed class WebSocketServerOptions
{
    /// <summary>
    /// Limits, compression, subprotocols and allowed origins. Mind that a stand-alone server serves no pages: browsers reach it
    /// only from pages whose origin is in <see cref="WebSocketEndpointOptions.AllowedOrigins"/>.
    /// </summary>
    public WebSocketEndpointOptions Endpoint { get; } = new();

    /// <summary>
    /// Paths (ASP.NET Core's route patterns) that are served; others are answered with 404. Default: empty, every path is served.
    /// </summary>
    public IList<string> Paths { get; } = [];

    /// <summary>The certificate for <c>wss://</c>; needed there, not used for <c>ws://</c>.</summary>
    public ServerCertificate? Certificate { get; set; }

    /// <summary>
    /// Largest head of a handshake in bytes, beyond its request line (of which 8 KB are accepted). Default 16 KB; 1 KB to 1 MB. A
    /// larger one is answered with 431.
    /// </summary>
    public int MaxHandshakeHeadSize { get; set; } = 16 * 1024;

    /// <summary>
    /// Longest time a peer may take for its handshake, and before that for TLS. Default 10 seconds; a slower one is dropped, at
    /// the latest a second later.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where log messages go. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <exception cref="ArgumentException">An option is out of range or malformed; the message names it.</exception>
    internal void Validate()
    {
        Endpoint.Validate();
        if (MaxHandshakeHeadSize is < 1024 or > 1024 * 1024)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxHandshakeHeadSize), MaxHandshakeHeadSize, "The limit is from 1,024 to 1,048,576 bytes.");
        }

        if (HandshakeTimeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(HandshakeTimeout), HandshakeTimeout, "The time must be positive.");
        foreach (var path in Paths)
        {
            if (string.IsNullOrEmpty(path) || path[0] != '/')
                throw new ArgumentException($"Paths has the entry '{path}': a path begins with a slash, such as /chat.");
        }
    }
}
