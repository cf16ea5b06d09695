using Microsoft.AspNetCore.Http;

namespace Sockeye.Endpoints;

/// <summary>
/// Ends a request from outside for as long as it runs, and does nothing afterwards: a connection can be aborted at any time, and by
/// then the server may have given the request's context to another request, which would be ended in its stead.
/// </summary>
internal sealed class RequestAbort : IDisposable
{
    private readonly Lock _gate = new();
    private HttpContext? _context;

    private RequestAbort(HttpContext context) => _context = context;

    public static Action Of(HttpContext context)
    {
        var abort = new RequestAbort(context);
        context.Response.RegisterForDispose(abort);
        return abort.Invoke;
    }

    /// <summary>The request is over.</summary>
    public void Dispose()
    {
        lock (_gate)
            _context = null;
    }

    private void Invoke()
    {
        lock (_gate)
            _context?.Abort();
    }
}
