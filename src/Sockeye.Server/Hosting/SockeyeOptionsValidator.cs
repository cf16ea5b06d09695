using Microsoft.Extensions.Options;

namespace Sockeye.Hosting;

/// <summary>Stops an app from starting with options that cannot work, and names them.</summary>
internal sealed class SockeyeOptionsValidator : IValidateOptions<SockeyeOptions>
{
    public ValidateOptionsResult Validate(string? name, SockeyeOptions options)
    {
        try
        {
            options.EndpointDefaults.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException error)
        {
            return ValidateOptionsResult.Fail($"SockeyeOptions.EndpointDefaults: {error.Message}");
        }
    }
}
