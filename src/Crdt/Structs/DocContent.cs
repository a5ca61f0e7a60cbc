using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>A sub-document: its guid and options. Its own content travels in updates of its own.</summary>
internal sealed class DocContent : Content
{
    private readonly AnyObject _options;

    /// <summary>For a document that a program puts into another.</summary>
    public DocContent(Doc doc)
    {
        Doc = doc;
        _options = [];
        if (!doc.CollectsGarbage)
            _options["gc"] = false;
        if (doc.AutoLoad)
            _options["autoLoad"] = true;
        if (!doc.Meta.IsNull)
            _options["meta"] = doc.Meta;
    }

    /// <summary>For a document read from an update.</summary>
    public DocContent(string guid, Any options)
        : this(Create(guid, options.AsObject ?? []))
    {
    }

    /// <summary>Replaced by a fresh one when the document is destroyed.</summary>
    public Doc Doc { get; set; }

    public override byte Reference => 9;

    public override Any LastValue => Doc;

    public override Content Copy() => new DocContent(Create(Doc.Guid, _options));

    public override void Integrate(Transaction transaction, Item item)
    {
        Doc.Item = item;
        transaction.SubDocs.Added.Add(Doc);
        if (Doc.ShouldLoad)
            transaction.SubDocs.Loaded.Add(Doc);
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteString(Doc.Guid);
        encoder.WriteAny(_options);
    }

    /// <summary>A stand-in for a destroyed document, not loaded.</summary>
    public Doc CreateUnloaded() => Create(Doc.Guid, _options, false);

    private static Doc Create(string guid, AnyObject options, bool? shouldLoad = null)
    {
        var autoLoad = options["autoLoad"].AsBoolean == true;
        return new Doc(new DocOptions
        {
            Guid = guid,
            CollectGarbage = options["gc"].AsBoolean != false,
            AutoLoad = autoLoad,
            ShouldLoad = shouldLoad ?? (options["shouldLoad"].AsBoolean == true || autoLoad),
            Meta = options.TryGetValue("meta", out var meta) ? meta : Any.Null,
        });
    }
}
