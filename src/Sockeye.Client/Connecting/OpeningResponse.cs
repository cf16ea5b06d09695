using System.Buffers;
using System.Net;
using System.Text;
using Sockeye.Protocol;

namespace Sockeye;

/// <summary>The answer to the opening handshake: what of it is verified, and what is kept of a refusal.</summary>
internal static class OpeningResponse
{
    private const int MaxBody = 4096;

    /// <summary>101 over HTTP/1.1 (RFC 6455 section 4.1), 200 over HTTP/2 (RFC 8441 section 5).</summary>
    public static bool HasOpeningStatus(HttpResponseMessage response) =>
        response.StatusCode == (response.Version.Major >= 2 ? HttpStatusCode.OK : HttpStatusCode.SwitchingProtocols);

    public static HandshakeResponse Head(HttpResponseMessage response) => new()
    {
        StatusCode = (int)response.StatusCode,
        Upgrade = Header(response, "Upgrade"),
        Connection = Header(response, "Connection"),
        Accept = Header(response, "Sec-WebSocket-Accept"),
        Subprotocol = Header(response, "Sec-WebSocket-Protocol"),
        Extensions = Header(response, "Sec-WebSocket-Extensions"),
    };

    /// <summary>What the server asks to wait for, as a time from now.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>The start of a refusal's body. A body that breaks off or never comes counts as what came of it.</summary>
    public static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBody);
        var length = 0;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var read = -1;
                while (read != 0 && length < MaxBody)
                {
                    var rest = buffer.AsMemory(length, MaxBody - length);
                    read = await body.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
                    length += read;
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has already told the story.
        }

        var text = Encoding.UTF8.GetString(buffer, 0, length).Trim();
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
