using System.Diagnostics;

namespace Tacit.Link.Tcp;

/// <summary>Why a node does not take a link.</summary>
public enum LinkRefusal : byte
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>The two speak different versions.</summary>
    OtherVersion = 1,

    /// <summary>Whoever is at this address is another node than the one that was called.</summary>
    OtherNode = 2,

    /// <summary>No node of this role connects here.</summary>
    WrongRole = 3,

    /// <summary>The proof does not fit: the secrets differ.</summary>
    WrongSecret = 4,

    /// <summary>Another process has a link under this name, and answers.</summary>
    NameTaken = 5,

    /// <summary>What came is not what nodes say to each other.</summary>
    Malformed = 6,
}

/// <summary>What a refusal means to people.</summary>
internal static class LinkRefusals
{
    /// <summary>A clause that goes after "refused: ", and what to do.</summary>
    public static string Sentence(this LinkRefusal refusal) => refusal switch
    {
        LinkRefusal.OtherVersion =>
            "the two nodes speak different versions of the node link; run the same release of Tacit on both",
        LinkRefusal.OtherNode =>
            "another node listens at this address; compare the topology files of both",
        LinkRefusal.WrongRole =>
            "no node of this role connects there: fronts connect to cores, cores to storages",
        LinkRefusal.WrongSecret =>
            "the cluster secrets differ; give all nodes the same secretFile",
        LinkRefusal.NameTaken =>
            "another process is connected under this name; give each node its own --id",
        LinkRefusal.Malformed =>
            "what came is not what nodes say to each other; compare host and port in the topology",
        LinkRefusal.None => throw new UnreachableException(),
        _ => throw new UnreachableException(),
    };
}
