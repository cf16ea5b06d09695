using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sockeye.Cli.Serve.Page;

/// <summary>Serves the chat page, with the headers that keep script from elsewhere out of it.</summary>
internal static class PageEndpoints
{
    /// <summary>
    /// Only what this server serves, nothing inline, nothing evaluated, no markup made from strings, and nobody frames it.
    /// <c>connect-src 'self'</c> covers ws and wss to the same host.
    /// </summary>
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapChatPage(this IEndpointRouteBuilder app)
    {
        foreach (var asset in PageAsset.LoadAll())
            app.MapMethods(asset.Path, Methods, context => ServeAsync(context, asset));
    }

    private static Task ServeAsync(HttpContext context, PageAsset asset)
    {
        var (request, response) = (context.Request, context.Response);
        SetSecurityHeaders(response.Headers);
        response.Headers.ETag = asset.ETag;
        // Always asked for again, and answered with 304 when nothing has changed: after an update nobody sees half of an old page.
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch == asset.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(asset.Content).AsTask();
    }

    private static void SetSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }
}
