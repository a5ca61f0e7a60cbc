using Tacit.Crdt.Coding;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// A Yjs document: a set of named root types that any number of replicas edit at once and that, once all have the
/// same updates, is the same for all. Not safe for use by several threads at a time.
/// </summary>
public sealed class Doc
{
    private readonly Dictionary<string, Branch> _roots = new(StringComparer.Ordinal);
    private readonly HashSet<Doc> _subDocs = [];
    private readonly DocOptions _options;

    /// <summary>Creates an empty document.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The client id is not within 0 to 2^53 - 1.</exception>
    public Doc(DocOptions? options = null)
    {
        _options = options ?? new DocOptions();
        ClientId = _options.ClientId ?? _options.NewClientId();
        ArgumentOutOfRangeException.ThrowIfNegative(ClientId, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ClientId, DecodeLimits.IntegerMax, nameof(options));
        ShouldLoad = _options.ShouldLoad;
        Commits = new Commits(this);
        Pending = new Pending();
    }

    /// <summary>An update in version 1, after each transaction that changed something.</summary>
    public event Action<DocUpdate>? Updated;

    /// <summary>An update in version 2, after each transaction that changed something.</summary>
    public event Action<DocUpdate>? UpdatedV2;

    /// <summary>After the events of each transaction, before garbage is collected.</summary>
    public event Action<Transaction>? AfterTransaction;

    /// <summary>After a transaction that touched sub-documents.</summary>
    public event Action<SubDocsChange>? SubDocsChanged;

    /// <summary>When <see cref="Destroy"/> is called.</summary>
    public event Action? Destroyed;

    /// <summary>
    /// The id under which this replica writes. Changes by itself when an update shows that another writer uses the
    /// same one.
    /// </summary>
    public long ClientId { get; internal set; }

    /// <summary>The name of this document where it is a sub-document.</summary>
    public string Guid => _options.Guid;

    /// <summary>Whether deleted content is dropped.</summary>
    public bool CollectsGarbage => _options.CollectGarbage;

    /// <summary>Whether peers should load this sub-document with its parent.</summary>
    public bool AutoLoad => _options.AutoLoad;

    /// <summary>Whether this sub-document should be, or is, loaded here.</summary>
    public bool ShouldLoad { get; private set; }

    /// <summary>What a sub-document says about itself, null for nothing.</summary>
    public Any Meta => _options.Meta;

    /// <summary>The documents nested in this one.</summary>
    public IReadOnlyCollection<Doc> SubDocs => _subDocs;

    /// <summary>Names of the root types, in the order in which they were first heard of.</summary>
    public IEnumerable<string> RootNames => _roots.Keys;

    /// <summary>What this replica knows.</summary>
    public StateVector StateVector
    {
        get
        {
            var vector = new StateVector();
            foreach (var list in Store.Clients)
                vector[list.Client] = list.State;
            return vector;
        }
    }

    /// <summary>
    /// The clocks for which received operations wait, by client: empty means that everything received is applied.
    /// A provider that shows "synchronized" while this is not empty is lying.
    /// </summary>
    public StateVector MissingClocks => Pending.MissingClocks(Store);

    /// <summary>Whether operations or deletions were received that depend on others not received yet.</summary>
    public bool HasPending => !Pending.IsEmpty;

    internal StructStore Store { get; } = new();

    internal Pending Pending { get; }

    internal Commits Commits { get; }

    internal DocOptions Options => _options;

    /// <summary>The item that holds this where it is a sub-document.</summary>
    internal Item? Item { get; set; }

    /// <summary>How many handlers listen to types; while there is none, no event is made.</summary>
    internal int ObserverCount { get; set; }

    internal bool WantsEvents => ObserverCount > 0 || AfterTransaction is not null;

    internal bool WantsUpdates(UpdateFormat format) =>
        (format == UpdateFormat.V1 ? Updated : UpdatedV2) is not null;

    /// <summary>The root text of that name, empty when nobody has written to it.</summary>
    /// <exception cref="InvalidOperationException">The name is in use for a type of another kind.</exception>
    public YText GetText(string name) => (YText)Root(name, BranchKind.Text);

    /// <inheritdoc cref="GetText" path="/exception"/>
    /// <summary>The root array of that name, empty when nobody has written to it.</summary>
    public YArray GetArray(string name) => (YArray)Root(name, BranchKind.Array);

    /// <inheritdoc cref="GetText" path="/exception"/>
    /// <summary>The root map of that name, empty when nobody has written to it.</summary>
    public YMap GetMap(string name) => (YMap)Root(name, BranchKind.Map);

    /// <inheritdoc cref="GetText" path="/exception"/>
    /// <summary>The root XML fragment of that name, empty when nobody has written to it.</summary>
    public YXmlFragment GetXmlFragment(string name) => (YXmlFragment)Root(name, BranchKind.XmlFragment);

    /// <inheritdoc cref="GetText" path="/exception"/>
    /// <summary>The root XML element of that name, empty when nobody has written to it.</summary>
    public YXmlElement GetXmlElement(string name) => (YXmlElement)Root(name, BranchKind.XmlElement);

    /// <inheritdoc cref="GetText" path="/exception"/>
    /// <summary>The root XML text of that name, empty when nobody has written to it.</summary>
    public YXmlText GetXmlText(string name) => (YXmlText)Root(name, BranchKind.XmlText);

    /// <summary>The root type of that name if its kind is known, which it is once one of the Get methods was called
    /// for it: the bytes of an update do not tell it.</summary>
    public SharedType? FindRoot(string name) =>
        _roots.TryGetValue(name, out var branch) && branch.Kind != BranchKind.Unknown ? branch.Shared : null;

    /// <summary>Makes all changes in the action one change for others. May be nested; the outermost counts.</summary>
    /// <param name="change">What to do.</param>
    /// <param name="origin">Passed on with the events, to tell one's own changes from others.</param>
    public void Transact(Action<Transaction> change, object? origin = null) =>
        Commits.Run(change, origin, isLocal: true);

    /// <summary>Takes in an update from another replica. Whatever order updates come in, and how often, the result is
    /// the same.</summary>
    /// <param name="update">What another replica encoded. Not kept.</param>
    /// <param name="format">Its format.</param>
    /// <param name="origin">Passed on with the events.</param>
    /// <exception cref="MalformedUpdateException">The bytes are no update; the document is unchanged.</exception>
    public void ApplyUpdate(ReadOnlySpan<byte> update, UpdateFormat format = UpdateFormat.V1, object? origin = null)
    {
        var parsed = UpdateParser.Parse(update, format, _options.Limits);
        Commits.Run(transaction => Integration.Apply(parsed, transaction), origin, isLocal: false);
    }

    /// <summary>As <see cref="ApplyUpdate"/>, for bytes from a stranger.</summary>
    /// <param name="update">What another replica encoded, or claims to have.</param>
    /// <param name="problem">What is wrong and at which byte; null when the update was taken in.</param>
    /// <param name="format">Its format.</param>
    /// <param name="origin">Passed on with the events.</param>
    /// <returns>Whether it was an update. If not, the document is unchanged.</returns>
    public bool TryApplyUpdate(ReadOnlySpan<byte> update, out MalformedUpdateException? problem,
        UpdateFormat format = UpdateFormat.V1, object? origin = null)
    {
        ParsedUpdate parsed;
        try
        {
            parsed = UpdateParser.Parse(update, format, _options.Limits);
        }
        catch (MalformedUpdateException malformed)
        {
            problem = malformed;
            return false;
        }
        problem = null;
        Commits.Run(transaction => Integration.Apply(parsed, transaction), origin, isLocal: false);
        return true;
    }

    /// <summary>Everything another replica lacks, and all deletions, pending operations included.</summary>
    /// <param name="format">How to write it.</param>
    /// <param name="since">What the other has; null for nothing.</param>
    public byte[] EncodeStateAsUpdate(UpdateFormat format = UpdateFormat.V1, StateVector? since = null) =>
        StateEncoding.Encode(this, format, since ?? StateVector.Empty);

    /// <summary>What is visible now, to compare or restore later.</summary>
    public Snapshot TakeSnapshot() => new(StateEncoding.DeletesOf(Store), StateVector);

    /// <summary>All root types whose kind is known, as JSON would have them.</summary>
    public AnyObject ToJson()
    {
        var json = new AnyObject();
        foreach (var (name, branch) in _roots)
            json[name] = branch.Kind == BranchKind.Unknown ? Any.Undefined : branch.Shared.ToJson();
        return json;
    }

    /// <summary>Asks for a sub-document's content, by telling whoever listens to the parent.</summary>
    public void Load()
    {
        if (Item is { } item && !ShouldLoad)
            item.Parent.Doc!.Transact(transaction => transaction.SubDocs.Loaded.Add(this));
        ShouldLoad = true;
    }

    /// <summary>
    /// Ends the use of this document. In the parent of a sub-document, a fresh one that is not loaded takes its place.
    /// </summary>
    public void Destroy()
    {
        foreach (var subDoc in _subDocs.ToArray())
            subDoc.Destroy();
        if (Item is { Content: DocContent content } item)
        {
            Item = null;
            content.Doc = content.CreateUnloaded();
            content.Doc.Item = item;
            item.Parent.Doc!.Transact(transaction =>
            {
                if (!item.IsDeleted)
                    transaction.SubDocs.Added.Add(content.Doc);
                transaction.SubDocs.Removed.Add(this);
            });
        }
        Destroyed?.Invoke();
    }

    /// <summary>The branch of a root type, of whatever kind; made when it is not there.</summary>
    internal Branch RootBranch(string name)
    {
        if (!_roots.TryGetValue(name, out var branch))
        {
            branch = new Branch(BranchKind.Unknown) { RootName = name };
            branch.Integrate(this, null);
            _roots.Add(name, branch);
        }
        return branch;
    }

    internal void NoteState(long client) => Commits.NoteState(client, Store.StateOf(client));

    internal void TakeNewClientId() => ClientId = _options.NewClientId();

    internal void Emit(DocUpdate update, UpdateFormat format) =>
        (format == UpdateFormat.V1 ? Updated : UpdatedV2)?.Invoke(update);

    internal void EmitAfterTransaction(Transaction transaction) => AfterTransaction?.Invoke(transaction);

    internal void EmitSubDocs(SubDocChanges changes)
    {
        foreach (var added in changes.Added)
        {
            added.ClientId = ClientId;
            _subDocs.Add(added);
        }
        _subDocs.ExceptWith(changes.Removed);
        SubDocsChanged?.Invoke(new SubDocsChange(changes.Added, changes.Loaded, changes.Removed));
        foreach (var removed in changes.Removed)
            removed.Destroy();
    }

    private SharedType Root(string name, BranchKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        var branch = RootBranch(name);
        if (branch.Kind == BranchKind.Unknown)
            branch.Become(kind);
        if (branch.Kind != kind)
            throw new InvalidOperationException($"The root type '{name}' is a {branch.Kind}, not a {kind}.");
        return branch.Shared;
    }
}
