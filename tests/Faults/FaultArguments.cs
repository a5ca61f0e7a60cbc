using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tacit.Faults.Catalogue;

namespace Tacit.Faults;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Faults">Which faults, in the catalogue's order.</param>
/// <param name="Times">How often each.</param>
/// <param name="IsListed">Whether only their names are wanted.</param>
internal sealed record FaultArguments(IReadOnlyList<Fault> Faults, int Times, bool IsListed)
{
    /// <summary>Reads the arguments; false where they make no sense, such as a name that no fault has.</summary>
    public static bool TryRead(string[] arguments, [NotNullWhen(true)] out FaultArguments? asked)
    {
        asked = null;
        var names = new List<string>();
        var (times, isLong, isListed) = (1, false, false);
        for (var at = 0; at < arguments.Length; at++)
        {
            switch (arguments[at])
            {
                case "--times" when at + 1 < arguments.Length
                    && int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out times):
                    at++;
                    break;
                case "--long":
                    isLong = true;
                    break;
                case "--list":
                    isListed = true;
                    break;
                case var name when AllFaults.InOrder.Any(fault => IsCalled(fault, name)):
                    names.Add(name);
                    break;
                default:
                    Console.Error.WriteLine($"faults: there is no {arguments[at]}; --list names all");
                    return false;
            }
        }

        asked = new(
            [.. AllFaults.InOrder.Where(fault => names.Count == 0
                ? isLong || !fault.IsLong
                : names.Any(name => IsCalled(fault, name) && (isLong || !fault.IsLong || fault.Name == name)))],
            times,
            isListed);
        return true;
    }

    private static bool IsCalled(Fault fault, string name) => name.EndsWith('*')
        ? fault.Name.StartsWith(name[..^1], StringComparison.Ordinal)
        : fault.Name == name;
}
