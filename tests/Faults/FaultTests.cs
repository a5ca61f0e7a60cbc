using Tacit.Faults.Catalogue;
using Tacit.Faults.Load;
using Tacit.Faults.Places;
using Xunit.Abstractions;

namespace Tacit.Faults;

/// <summary>The quick ones of all faults, with every run of the tests; <c>./dev faults</c> makes all of them.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Quick =>
        [.. AllFaults.InOrder.Where(fault => fault.IsQuick).Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Quick))]
    public async Task Nothing_acknowledged_is_lost_and_everybody_reads_the_same(string name)
    {
        var fault = AllFaults.InOrder.Single(one => one.Name == name);
        var run = await FaultRun.MakeAsync(fault, new LoadShape(), Random.Shared.Next());
        output.WriteLine(FaultTable.Line(run));
        Assert.Empty(run.Violations);
    }

    [Fact]
    public async Task A_server_whose_disk_forgets_what_was_acknowledged_is_found()
    {
        var small = new LoadShape { Channels = 3, ClientsPerChannel = 3 };
        await using var place = await Place.StartAsync(new());
        await using var load = await Workload.StartAsync(place.Url, small, Random.Shared.Next());
        await load.GoOnAsync(3);
        await ForgetAsync(place, load);
        await load.GoWrongAsync();
        output.WriteLine(string.Join('\n', load.Violations));
    }

    private static async Task ForgetAsync(Place place, Workload load)
    {
        var data = place.PathOf("data", "server");
        await place["server"].KillAsync();
        CopyFolder(data, data + ".before");
        await place["server"].StartAsync();
        await load.GoOnAsync(3);
        await place["server"].KillAsync();
        Directory.Delete(data, recursive: true);
        Directory.Move(data + ".before", data);
        await place["server"].StartAsync();
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
