namespace DataAccess.Events.Handling;

/// <summary>
/// Bounds how many handlers run at once, and shares the turns between subscriptions by their priorities: stride scheduling (Waldspurger and Weihl, 1995). A subscription that had
/// nothing to do saves up no turns.
/// </summary>
/// <param name="count">How many.</param>
internal sealed class Slots(int count)
{
    private readonly Lock _gate = new();
    private readonly HashSet<SlotShare> _waiting = [];
    private int _free = count;
    private double _pass;

    public ValueTask AcquireAsync(SlotShare share)
    {
        lock (_gate)
        {
            share.Pass = Math.Max(share.Pass, _pass);
            if (_free > 0)
            {
                _free--;
                Charge(share);
                return default;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            share.Waiting.Enqueue(turn);
            _waiting.Add(share);
            return new ValueTask(turn.Task);
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            var next = _waiting.MinBy(static share => share.Pass);
            if (next is null)
            {
                _free++;
                return;
            }

            var turn = next.Waiting.Dequeue();
            if (next.Waiting.Count == 0)
            {
                _waiting.Remove(next);
            }

            Charge(next);
            turn.SetResult();
        }
    }

    private void Charge(SlotShare share)
    {
        _pass = share.Pass;
        share.Pass += share.Stride;
    }
}
