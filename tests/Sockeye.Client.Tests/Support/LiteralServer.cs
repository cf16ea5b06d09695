using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye.Client.Tests;

/// <summary>A TCP server that does nothing by itself: the test reads what the client sent and writes literal bytes.</summary>
internal sealed class LiteralServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;

    public LiteralServer(bool tls = false)
    {
        if (tls)
            _certificate = SelfSigned();
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "ws" : "wss")}://localhost:{Port}/chat";

    /// <summary>The next connection, before anything was read from it.</summary>
    public async Task<LiteralPeer> AcceptRawAsync()
    {
        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().InTime();
        socket.NoDelay = true;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is not null)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(_certificate).InTime();
            stream = tls;
        }

        return new LiteralPeer(stream, () =>
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        });
    }

    /// <summary>The next connection with its request read.</summary>
    public async Task<LiteralPeer> AcceptAsync()
    {
        var peer = await AcceptRawAsync();
        await peer.ReadHeadAsync();
        return peer;
    }

    /// <summary>The next connection, upgraded.</summary>
    public async Task<LiteralPeer> AcceptWebSocketAsync()
    {
        var peer = await AcceptAsync();
        await peer.UpgradeAsync();
        return peer;
    }

    /// <summary>Stops listening, so that the port refuses.</summary>
    public void Stop() => _listener.Stop();

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    public static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
