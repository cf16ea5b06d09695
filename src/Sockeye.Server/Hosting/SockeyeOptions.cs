namespace Sockeye;

/// <summary>The settings of a whole app. Validated when the app starts.</summary>
public sealed class SockeyeOptions
{
    /// <summary>What every mapped endpoint begins with; <c>MapWebSocket</c> can change it for one endpoint.</summary>
    public WebSocketEndpointOptions EndpointDefaults { get; } = new();
}
