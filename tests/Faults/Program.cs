using Tacit.Faults.Catalogue;
using Tacit.Faults.Load;

namespace Tacit.Faults;

/// <summary>
/// <c>./dev faults [NAME…] [--times N] [--long] [--list]</c>: makes faults happen, and says what came of them.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (!FaultArguments.TryRead(arguments, out var asked))
        {
            await Console.Error.WriteLineAsync("faults: [NAME…] [--times N] [--long] [--list]; a NAME may end with *");
            return 64;
        }

        var seed = int.TryParse(Environment.GetEnvironmentVariable("TACIT_SEED"), out var given)
            ? given
            : Random.Shared.Next();
        var table = new FaultTable();
        for (var time = 1; time <= asked.Times; time++)
        {
            foreach (var fault in asked.Faults)
            {
                if (asked.IsListed)
                {
                    Console.WriteLine(fault.Name);
                    continue;
                }

                var run = await FaultRun.MakeAsync(fault, new LoadShape(), seed++);
                table.Add(run);
                await Console.Error.WriteLineAsync(FaultTable.Line(run));
            }
        }

        if (!asked.IsListed)
            Console.Write(table.ToMarkdown());
        return table.IsGreen ? 0 : 1;
    }
}
