namespace Tacit.Operations;

/// <summary>systemd takes the units of deploy/systemd, and finds little that they could still lock away.</summary>
public sealed class SystemdTests : IDisposable
{
    // From 0, nothing is exposed, to 100: everything is. A service without any of it has 96.
    private const int ExposureMax = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("tacit-units-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tacit.service", "systemd")]
    [InlineData("tacit@.service", "systemd")]
    [InlineData("tacit-patroni.service", "patroni")]
    public async Task A_unit_is_sound(string unit, string folder)
    {
        var path = Copy(unit, folder);
        var (status, output) = await Tool.RunAsync("systemd-analyze", "verify", path);
        Assert.Equal("", output);
        Assert.Equal(0, status);
    }

    [Theory]
    [InlineData("tacit.service")]
    [InlineData("tacit@.service")]
    public async Task A_unit_exposes_little(string unit)
    {
        var (status, output) = await Tool.RunAsync(
            "systemd-analyze", "security", "--offline=true", $"--threshold={ExposureMax}", Copy(unit, "systemd"));
        Assert.True(status == 0, output);
    }

    [Fact]
    public void One_process_and_a_node_are_locked_away_alike() => Assert.Equal(
        Hardening(Checkout.PathOf("deploy", "systemd", "tacit.service")),
        Hardening(Checkout.PathOf("deploy", "systemd", "tacit@.service")));

    private static IEnumerable<string> Hardening(string path) =>
        File.ReadLines(path).SkipWhile(line => !line.StartsWith("# What a process", StringComparison.Ordinal));

    // systemd wants to see the program itself; it is not where an operator would put it.
    private string Copy(string unit, string folder)
    {
        var path = Path.Combine(_folder, unit);
        var text = File.ReadAllText(Checkout.PathOf("deploy", folder, unit));
        File.WriteAllText(path, text
            .Replace("/opt/tacit/tacit", "/bin/true", StringComparison.Ordinal)
            .Replace("/usr/bin/patroni", "/bin/true", StringComparison.Ordinal));
        return path;
    }
}
