using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sockeye.Protocol;

namespace Sockeye.Admission;

/// <summary>
/// A server that is stopping takes no new connections: the client is told to come back, to whoever serves then.
/// </summary>
internal sealed class ServingStep(ConnectionRegistry registry) : IAdmissionStep
{
    private static readonly HandshakeRefusal Refusal = new(
        StatusCodes.Status503ServiceUnavailable,
        "The server is stopping; connect again in a moment.",
        [new(HeaderNames.RetryAfter, "1")]);

    public ValueTask<HandshakeRefusal?> AdmitAsync(HttpContext context) => new(registry.IsClosed ? Refusal : null);
}
