using Tacit.Bench.Crdt;

// Bench.Crdt CASE DATA: runs one case in this process and prints its figures as one line of JSON.
// DATA is the folder that holds the traces. bench/crdt/run runs all cases, here and in Yjs.
if (args is not [var name, var data] || !Cases.All.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"usage: Bench.Crdt CASE DATA, where CASE is {string.Join('|', Cases.All.Keys)}");
    return 64;
}
Console.WriteLine(run(data));
return 0;
