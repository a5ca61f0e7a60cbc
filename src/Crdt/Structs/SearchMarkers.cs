namespace Tacit.Crdt.Structs;

/// <summary>
/// Remembered positions in a list, since an index is otherwise found only by walking from the start. People edit
/// where they edited before, so a few suffice.
/// </summary>
/// <remarks>
/// More than a cache: between deleted items one index has several places, and from which side the walk comes decides
/// which one an insertion gets. To write the same bytes as Yjs, markers must move exactly as its markers do.
/// </remarks>
internal sealed class SearchMarkers
{
    /// <summary>As in Yjs; see the remarks.</summary>
    private const int CountMax = 80;

    private readonly List<Marker> _markers = [];
    private long _now;

    public void Clear() => _markers.Clear();

    /// <summary>
    /// An item near the index, and the index of its first element, or null when the start is as good.
    /// </summary>
    public (Item Item, long Index)? Find(Branch branch, long index)
    {
        if (branch.Start is null || index == 0)
            return null;
        var marker = Nearest(index);
        var item = branch.Start;
        long at = 0;
        if (marker is not null)
        {
            item = marker.Item;
            at = marker.Index;
            marker.UsedAt = _now++;
        }
        var steps = Walk(ref item, ref at, index);
        // A marker must not stand on an item that will be merged into the one before.
        while (item.Left is { } left && left.Client == item.Client && left.End == item.Clock)
        {
            if (ListBlock.TryStepBackUnbroken(ref item, ref at))
                continue;
            item = left;
            if (item.IsVisible)
                at -= item.Length;
            steps++;
        }
        if (steps > ListBlock.WalkMax && item.Block is null)
            ListBlock.Build(branch);
        if (marker is not null && Math.Abs(marker.Index - at) < branch.Length / (double)CountMax)
            Move(marker, item, at);
        else
            Add(item, at);
        return (item, at);
    }

    /// <summary>Shifts the markers for an insertion, or with a negative length a deletion, at an index.</summary>
    public void OnChanged(long index, long length)
    {
        for (var i = _markers.Count - 1; i >= 0; i--)
        {
            var marker = _markers[i];
            if (length > 0 && !TryStandOnVisible(marker))
            {
                _markers.RemoveAt(i);
                continue;
            }
            if (index < marker.Index || (length > 0 && index == marker.Index))
                marker.Index = Math.Max(index, marker.Index + length);
        }
    }

    /// <summary>Called before the left item takes over the right one.</summary>
    public void OnMerged(Item left, Item right)
    {
        foreach (var marker in _markers)
        {
            if (!ReferenceEquals(marker.Item, right))
                continue;
            marker.Item = left;
            if (left.IsVisible)
                marker.Index -= left.Length;
        }
    }

    /// <summary>The marked item with the highest index, or null.</summary>
    public Item? Rightmost()
    {
        Marker? best = null;
        foreach (var marker in _markers)
        {
            if (marker.Index > (best?.Index ?? 0))
                best = marker;
        }
        return best?.Item;
    }

    /// <summary>Walks to the item that holds an index, from either side.</summary>
    /// <returns>How many items were visited.</returns>
    private static int Walk(ref Item item, ref long at, long index)
    {
        var steps = 0;
        for (; item.Right is { } right && at < index; steps++)
        {
            var left = index - at;
            if (ListBlock.TryStepOver(ref item, ref left))
            {
                at = index - left;
                continue;
            }
            if (item.IsVisible)
            {
                if (index < at + item.Length)
                    break;
                at += item.Length;
            }
            item = right;
        }
        for (; item.Left is { } before && at > index; steps++)
        {
            if (ListBlock.TryStepBack(ref item, ref at, index))
                continue;
            item = before;
            if (item.IsVisible)
                at -= item.Length;
        }
        return steps;
    }

    /// <summary>Steps a marker left until it stands on a visible item that no other marker stands on.</summary>
    private static bool TryStandOnVisible(Marker marker)
    {
        var item = marker.Item;
        item.IsMarked = false;
        while (item is not null && !item.IsVisible)
        {
            item = item.Left;
            if (item is { IsVisible: true })
                marker.Index -= item.Length;
        }
        if (item is null || item.IsMarked)
            return false;
        marker.Item = item;
        item.IsMarked = true;
        return true;
    }

    private Marker? Nearest(long index)
    {
        Marker? nearest = null;
        foreach (var marker in _markers)
        {
            if (nearest is null || Math.Abs(index - nearest.Index) >= Math.Abs(index - marker.Index))
                nearest = marker;
        }
        return nearest;
    }

    private void Add(Item item, long index)
    {
        if (_markers.Count < CountMax)
        {
            item.IsMarked = true;
            _markers.Add(new Marker { Item = item, Index = index, UsedAt = _now++ });
            return;
        }
        var oldest = _markers[0];
        foreach (var marker in _markers)
        {
            if (marker.UsedAt < oldest.UsedAt)
                oldest = marker;
        }
        Move(oldest, item, index);
    }

    private void Move(Marker marker, Item item, long index)
    {
        marker.Item.IsMarked = false;
        marker.Item = item;
        item.IsMarked = true;
        marker.Index = index;
        marker.UsedAt = _now++;
    }

    private sealed class Marker
    {
        public required Item Item { get; set; }

        public required long Index { get; set; }

        public required long UsedAt { get; set; }
    }
}
