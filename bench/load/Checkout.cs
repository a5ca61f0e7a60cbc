namespace Tacit.Bench.Load;

/// <summary>Where things are in this checkout.</summary>
internal static class Checkout
{
    private static readonly string Root = FindRoot();

    /// <summary>The built command.</summary>
    public static string Tacit => Path.Combine(Root, "artifacts/bin/Cli/release/tacit.dll");

    /// <summary>The built relay.</summary>
    public static string Relay => Path.Combine(Root, "artifacts/bin/Bench.Relay/release/Tacit.Bench.Relay.dll");

    /// <summary>What an unfinished report has measured so far.</summary>
    public static string Unfinished => Path.Combine(Root, "artifacts/bench/unfinished.json");

    /// <summary>The peers' scripts, with what they need installed beside them.</summary>
    public static string Peers => Path.Combine(Root, "bench/load/peers");

    /// <summary>Dated reports.</summary>
    public static string Results => Path.Combine(Root, "bench/results");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("This runs in a checkout only.");
        }

        return folder;
    }
}
