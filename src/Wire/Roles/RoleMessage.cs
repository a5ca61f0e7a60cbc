namespace Tacit.Wire.Roles;

/// <summary>
/// What one role says to another. Plain data: no message holds a reference into its sender, so a link may pass the
/// object itself or its bytes. Memory in a message is never changed after it was sent.
/// </summary>
/// <remarks>
/// A new message needs a number in <see cref="RoleMessageType"/>, <see cref="Write"/>, a <c>Read</c> beside it, and its
/// line in <see cref="TryRead"/>. The tests find it by themselves, and fail without them.
/// </remarks>
public abstract record RoleMessage
{
    private protected RoleMessage()
    {
    }

    /// <summary>Writes the message, from its type on.</summary>
    public abstract void Write(WireWriter writer);

    /// <summary>Reads one message.</summary>
    /// <param name="bytes">The message. What it carries is a view of them.</param>
    /// <param name="message">The message, if it reads.</param>
    /// <param name="badOffset">Else the byte at which it does not follow the format.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out RoleMessage message, out int badOffset)
    {
        message = null!;
        var reader = new RoleReader(bytes);
        var read = Read(reader.Byte(), ref reader);
        reader.Check(read is not null);
        reader.ExpectEnd();
        badOffset = reader.BadOffset ?? bytes.Length;
        if (reader.BadOffset is not null)
            return false;
        message = read!;
        return true;
    }

    private static RoleMessage? Read(byte type, ref RoleReader reader) => type switch
    {
        (byte)RoleMessageType.AppendEntries => AppendEntries.Read(ref reader),
        (byte)RoleMessageType.JoinChannel => JoinChannel.Read(ref reader),
        (byte)RoleMessageType.LeaveChannel => LeaveChannel.Read(ref reader),
        (byte)RoleMessageType.PassEphemeral => PassEphemeral.Read(ref reader),
        (byte)RoleMessageType.ReadEntries => ReadEntries.Read(ref reader),
        (byte)RoleMessageType.AdmitBlobRequest => AdmitBlobRequest.Read(ref reader),
        (byte)RoleMessageType.PutBlob => PutBlob.Read(ref reader),
        (byte)RoleMessageType.GetBlob => GetBlob.Read(ref reader),
        (byte)RoleMessageType.FindMissingBlobs => FindMissingBlobs.Read(ref reader),
        (byte)RoleMessageType.StoreEntries => StoreEntries.Read(ref reader),
        (byte)RoleMessageType.FindChannel => FindChannel.Read(ref reader),
        (byte)RoleMessageType.YieldShard => YieldShard.Read(ref reader),
        (byte)RoleMessageType.AcquireLease => AcquireLease.Read(ref reader),
        (byte)RoleMessageType.RenewLeases => RenewLeases.Read(ref reader),
        (byte)RoleMessageType.ReleaseLeases => ReleaseLeases.Read(ref reader),
        (byte)RoleMessageType.MeasureLinks => MeasureLinks.Read(ref reader),
        (byte)RoleMessageType.ReadFigures => ReadFigures.Read(ref reader),
        (byte)RoleMessageType.EntriesCommitted => EntriesCommitted.Read(ref reader),
        (byte)RoleMessageType.EntryAnswered => EntryAnswered.Read(ref reader),
        (byte)RoleMessageType.ChannelJoined => ChannelJoined.Read(ref reader),
        (byte)RoleMessageType.SessionEnded => SessionEnded.Read(ref reader),
        (byte)RoleMessageType.EphemeralRefused => EphemeralRefused.Read(ref reader),
        (byte)RoleMessageType.EntriesRead => EntriesRead.Read(ref reader),
        (byte)RoleMessageType.BlobRequestAdmitted => BlobRequestAdmitted.Read(ref reader),
        (byte)RoleMessageType.BlobAnswered => BlobAnswered.Read(ref reader),
        (byte)RoleMessageType.EntriesStored => EntriesStored.Read(ref reader),
        (byte)RoleMessageType.ChannelFound => ChannelFound.Read(ref reader),
        (byte)RoleMessageType.NotOwner => NotOwner.Read(ref reader),
        (byte)RoleMessageType.ShardLost => ShardLost.Read(ref reader),
        (byte)RoleMessageType.CoreLeaving => CoreLeaving.Read(),
        (byte)RoleMessageType.LeaseStands => LeaseStands.Read(ref reader),
        (byte)RoleMessageType.LeasesRenewed => LeasesRenewed.Read(ref reader),
        (byte)RoleMessageType.DrainCore => DrainCore.Read(),
        (byte)RoleMessageType.CoreDrained => CoreDrained.Read(),
        (byte)RoleMessageType.LinksMeasured => LinksMeasured.Read(ref reader),
        (byte)RoleMessageType.FiguresRead => FiguresRead.Read(ref reader),
        _ => null,
    };
}
