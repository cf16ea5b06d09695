namespace Sockeye.Client.Tests.Connecting;

/// <summary>wss, with a certificate nobody vouches for.</summary>
public class TlsTests
{
    [Fact]
    public async Task A_self_signed_certificate_is_refused_by_default()
    {
        using var server = new LiteralServer(tls: true);
        var connecting = Connect.ToAsync(server.Url);
        await Assert.ThrowsAnyAsync<Exception>(server.AcceptAsync);
        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.Equal(ConnectFailure.Tls, error.Failure);
        Assert.Contains("DangerouslyAcceptAnyServerCertificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_taken_when_told_to()
    {
        using var server = new LiteralServer(tls: true);
        var options = new WebSocketConnectOptions { DangerouslyAcceptAnyServerCertificate = true };
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptAsync();
        await peer.UpgradeAsync(behind: LiteralPeer.TextFrame("safe?"));
        await using var connection = await connecting.InTime();
        Assert.Equal("safe?", await connection.TextAsync());
    }

    [Fact]
    public async Task The_applications_own_check_decides()
    {
        using var server = new LiteralServer(tls: true);
        string? subject = null;
        var options = new WebSocketConnectOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate?.Subject) is not null,
        };
        var connecting = Connect.ToAsync(server.Url, options);
        using var peer = await server.AcceptWebSocketAsync();
        await using var connection = await connecting.InTime();
        Assert.Equal("CN=localhost", subject);
    }

    [Fact]
    public async Task A_server_without_tls_is_told_apart_from_a_bad_certificate()
    {
        using var server = new LiteralServer();
        var connecting = Connect.ToAsync($"wss://localhost:{server.Port}/");
        using (await server.AcceptRawAsync())
        {
            // The end comes in the middle of the TLS handshake.
        }

        var error = await Assert.ThrowsAsync<WebSocketConnectException>(() => connecting.InTime());
        Assert.Equal(ConnectFailure.ConnectionLost, error.Failure);
        Assert.Contains("ws://", error.Message, StringComparison.Ordinal);
    }
}
