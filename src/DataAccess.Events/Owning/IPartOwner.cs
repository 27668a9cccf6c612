using DataAccess.Events.Subscribing;

namespace DataAccess.Events.Owning;

/// <summary>What handles the events of a subscription's parts in this program. The keeper of the leases tells it which they are.</summary>
internal interface IPartOwner
{
    Subscription Subscription { get; }

    /// <summary>The parts that it has.</summary>
    IReadOnlyCollection<int> Parts { get; }

    /// <summary>Whether the subscription is paused.</summary>
    bool IsPaused { set; }

    /// <summary>It has parts now.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="orphaned">Those whose last owner has not given them up: it may have been killed while it handled something.</param>
    void Gain(IReadOnlyList<int> parts, IReadOnlyList<int> orphaned);

    /// <summary>Others may have its parts now: what it handles is cancelled.</summary>
    void Lose(IReadOnlyList<int> parts);

    /// <summary>It begins nothing more in the parts; completes when nothing of them is handled any more.</summary>
    Task QuitAsync(IReadOnlyList<int> parts);
}
