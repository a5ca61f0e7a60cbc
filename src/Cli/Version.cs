using System.Reflection;

namespace Tacit.Cli;

/// <summary>Which Tacit this is.</summary>
internal static class Version
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
