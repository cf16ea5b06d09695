using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sockeye;
using Sockeye.Hosting;
using Sockeye.Metrics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Sockeye to an app.</summary>
public static class SockeyeServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapWebSocket</c> needs: the <see cref="ConnectionRegistry"/> of the app's live connections, and a clean stop,
    /// at which every connection is closed with 1001. Calling it again only configures further.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Changes the options; null for the defaults, which are safe for a port on the internet.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSockeye(this IServiceCollection services, Action<SockeyeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddLogging();
        services.AddOptions<SockeyeOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SockeyeOptions>, SockeyeOptionsValidator>());
        services.TryAddSingleton(_ => new ConnectionRegistry());
        services.TryAddSingleton<ServerMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GracefulStop>());
        if (configure is not null)
            services.Configure(configure);
        return services;
    }
}
