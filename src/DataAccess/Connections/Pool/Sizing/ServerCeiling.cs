namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// The number of connections that the server gave before it refused another one. It holds for 5 s, and twice as long, up to 5 min, each time that
/// the server refuses again soon after.
/// </summary>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class ServerCeiling(long ticksPerSecond)
{
    private readonly long _shortest = 5 * ticksPerSecond;
    private readonly long _longest = 300 * ticksPerSecond;
    private long _length;
    private long _ends;
    private int _given = int.MaxValue;

    public int Of(int max, long now) => now < _ends ? Math.Min(max, _given) : max;

    public void Lower(int given, long now)
    {
        if (now >= _ends)
        {
            // Refused again within the time for which the last ceiling held: it is no passing peak.
            _length = _given < int.MaxValue && now - _ends < _length ? Math.Min(2 * _length, _longest) : _shortest;
            _ends = now + _length;
            _given = given;
        }
        else
        {
            _given = Math.Min(_given, given);
        }
    }
}
