using Tacit.Faults.Catalogue;
using Tacit.Faults.Load;
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
}
