using System.Text;
using Tacit.Server.Cluster;
using Tacit.Wire;

namespace Tacit.Cluster;

/// <summary>What a topology file may say, and what is said of one that is wrong.</summary>
public sealed class TopologyTests
{
    private const string One =
        """{ "infra": { "front": [{ "host": "a", "port": 1 }], "core": [CORE], "storage": [STORAGE] } }""";

    [Fact]
    public void Names_and_addresses_of_both_kinds_are_read_with_comments()
    {
        var topology = Read(
            """
            {
              // Three machines.
              "infra": {
                "front": [{ "host": "front.example.org", "port": 443 }],
                "core": [{ "host": "10.0.0.1", "port": 7101, "http": 7111 }],
                "storage": [{ "host": "2001:db8::1", "port": 7201 }, { "host": "[2001:0db8::2]", "port": 7201 }],
              },
              "myId": "storage:1", /* this one */
              "secretFile": "keys/secret",
              "link": { "heartbeatMs": 100, "deadMs": 400 },
            }
            """);
        Assert.Equal("front.example.org:443", topology.Nodes[0].AddressText);
        Assert.Equal(7111, topology.Find(NodeId.Core)!.HttpPort);
        Assert.Equal(
            ["[2001:db8::1]:7201", "[2001:db8::2]:7201"],
            topology.Of(NodeRole.Storage).Select(node => node.AddressText));
        Assert.Equal("storage:1", $"{topology.MyId}");
        Assert.Equal("/folder/keys/secret", topology.SecretFile);
        Assert.Equal(400, topology.Link.DeadAfter.TotalMilliseconds);
    }

    [Theory]
    [InlineData("", "line 1, byte 1: this is no JSON there")]
    [InlineData("{ \"infra\": \n nonsense }", "line 2, byte 3: this is no JSON there")]
    [InlineData("[]", "an object { … } belongs here")]
    [InlineData("{}", "\"infra\" is missing")]
    [InlineData("""{ "infra": {}, "infra": {} }""", "\"infra\" is there twice")]
    [InlineData("""{ "infra": { "gateway": [] } }""",
        "infra: \"gateway\" is not known here; there are front, core, storage")]
    [InlineData("""{ "infra": { "front": [{ "host": "a", "port": 1 }], "core": [{ "host": "a", "port": 2 }] } }""",
        "infra: \"storage\" is missing")]
    [InlineData("""{ "infra": { "front": [] } }""", "infra.front: a cluster needs at least one front")]
    [InlineData("""{ "infra": { "front": [{ "host": "a" }] } }""", "infra.front[0]: \"port\" is missing")]
    public void What_is_no_topology_is_refused_with_its_place(string json, string sentence) =>
        Assert.Contains(sentence, Refusal(json));

    [Theory]
    [InlineData("""{ "host": "a", "port": 1 }""", "infra.core[0].port: a port 1 is also that of infra.front[0].port")]
    [InlineData("""{ "host": "A", "port": 1 }""", "infra.core[0].port: A port 1 is also that of infra.front[0].port")]
    [InlineData("""{ "host": "a", "port": 2, "http": 2 }""", "infra.core[0].http: a port 2 is also that of")]
    [InlineData("""{ "host": "a", "port": 0 }""", "infra.core[0].port: a port is a number from 1 to 65535")]
    [InlineData("""{ "host": "a", "port": 65536 }""", "infra.core[0].port: a port is a number from 1 to 65535")]
    [InlineData("""{ "host": "a", "port": "2" }""", "infra.core[0].port: a port is a number from 1 to 65535")]
    [InlineData("""{ "host": "", "port": 2 }""", "infra.core[0].host: a text in quotes belongs here")]
    [InlineData("""{ "host": "no host", "port": 2 }""", "infra.core[0].host: \"no host\" is neither")]
    [InlineData("""{ "host": "a", "port": 2, "hots": 3 }""", "infra.core[0]: \"hots\" is not known here")]
    [InlineData("7", "infra.core[0]: an object { … } belongs here")]
    public void A_wrong_node_is_named(string core, string sentence) => Assert.Contains(
        sentence, Refusal(One.Replace("CORE", core).Replace("STORAGE", """{ "host": "a", "port": 9 }""")));

    [Theory]
    [InlineData("core:7", "myId: there is no core:7 in infra")]
    [InlineData("gateway:0", "myId: \"gateway:0\" names no node")]
    public void A_wrong_id_is_named(string id, string sentence) => Assert.Contains(
        sentence,
        Refusal(One
            .Replace("CORE", """{ "host": "a", "port": 2 }""")
            .Replace("STORAGE", """{ "host": "a", "port": 3 }""")
            .Replace("{ \"infra\"", $"{{ \"myId\": \"{id}\", \"infra\"")));

    [Fact]
    public void The_example_in_the_repository_reads()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Tacit.slnx")))
            root = Path.GetDirectoryName(root)!;
        var topology = TopologyReader.ReadFile(Path.Combine(root, "deploy/examples/local.json"));
        Assert.Equal(6, topology.Nodes.Count);
    }

    private static Topology Read(string json) => TopologyReader.Read(Encoding.UTF8.GetBytes(json), "/folder");

    private static string Refusal(string json) => Assert.Throws<TopologyException>(() => Read(json)).Message;
}
