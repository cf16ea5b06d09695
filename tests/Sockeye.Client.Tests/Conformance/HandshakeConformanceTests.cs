using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye.Client.Tests.Conformance;

/// <summary>RFC 6455 section 4.1: what only the server's end of the socket can see of a client's handshake.</summary>
public sealed class HandshakeConformanceTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HandshakeConformanceTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task The_client_names_the_server_in_the_TLS_handshake()
    {
        var connecting = WebSocketConnector.ConnectAsync(
            $"wss://localhost:{Port}/", cancellationToken: TestContext.Current.CancellationToken);
        using var accepted = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(accepted.GetStream());
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string? named = null;
        var handshake = tls.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                named = hello.ServerName;
                return new(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            },
            null,
            TestContext.Current.CancellationToken);

        // The certificate is nobody's, so the client does not go on; by then it has named the server.
        await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        await Record.ExceptionAsync(() => handshake.InTime());
        Assert.Equal("localhost", named);
    }

    [Fact]
    public async Task Nothing_follows_the_request_until_the_response_has_come()
    {
        await using var client = new WebSocketClient($"ws://localhost:{Port}/");
        await client.SendAsync("queued before there is a connection", TestContext.Current.CancellationToken);
        var connecting = client.ConnectAsync(TestContext.Current.CancellationToken);
        using var accepted = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);

        using var peer = new LiteralPeer(new NetworkStream(accepted));
        await peer.ReadHeadAsync();
        // Long enough for what a client in a hurry would have sent with its request.
        Assert.False(accepted.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead), "Something followed the request.");

        await peer.UpgradeAsync();
        await connecting.InTime();
        Assert.Equal("queued before there is a connection", await peer.ReadTextAsync());
    }
}
