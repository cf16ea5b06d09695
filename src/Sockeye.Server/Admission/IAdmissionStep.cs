using Microsoft.AspNetCore.Http;
using Sockeye.Protocol;

namespace Sockeye.Admission;

/// <summary>
/// One condition a well-formed handshake has to meet before it is accepted. Steps run in order, before the upgrade.
/// </summary>
internal interface IAdmissionStep
{
    /// <summary>Null to let the request through, else the HTTP answer that refuses it.</summary>
    ValueTask<HandshakeRefusal?> AdmitAsync(HttpContext context);
}
