namespace Sockeye;

/// <summary>The HTTP handler of one attempt, as the options want it.</summary>
internal static class ConnectHandler
{
    public static SocketsHttpHandler Create(WebSocketConnectOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect could lead a token or a cookie to another host; the caller sees the status and decides.
            AllowAutoRedirect = false,
            UseCookies = options.Cookies is not null,
            Credentials = options.Credentials,
            UseProxy = options.UseProxy,
            Proxy = options.Proxy,
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseHeadersLength = options.MaxResponseHeadersLength,
            PooledConnectionLifetime = TimeSpan.Zero,
        };
        if (options.Cookies is not null)
            handler.CookieContainer = options.Cookies;
        if (options.ClientCertificates.Count > 0)
            handler.SslOptions.ClientCertificates = options.ClientCertificates;
        handler.SslOptions.RemoteCertificateValidationCallback = options.DangerouslyAcceptAnyServerCertificate
#pragma warning disable CA5359 // The option's name and documentation say what this does.
            ? (_, _, _, _) => true
#pragma warning restore CA5359
            : options.RemoteCertificateValidationCallback;
        return handler;
    }
}
