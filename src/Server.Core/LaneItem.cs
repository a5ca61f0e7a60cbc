using Tacit.Link;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>What a lane is asked to do.</summary>
/// <param name="Message">The message. For a join, the one that was judged.</param>
/// <param name="Front">Who sent it, and where answers go.</param>
/// <param name="Admission">For a join that was let in: what the storage said and what was judged.</param>
internal readonly record struct LaneItem(RoleMessage Message, ILink Front, JoinAdmission? Admission = null);

/// <summary>A join that was let in, on its way to the lane.</summary>
/// <param name="Found">What the storage said.</param>
/// <param name="Keys">The keys that the join was judged by.</param>
/// <param name="Session">The session to add.</param>
/// <param name="Token">The token under which the shard was held before the storage was asked.</param>
/// <param name="ForgottenCount">How many channels of the shard the lane had forgotten before that.</param>
/// <param name="Created">Whether the join made the channel.</param>
internal sealed record JoinAdmission(
    ChannelFound Found, ChannelKeys Keys, CoreSession Session, long Token, long ForgottenCount, bool Created);
