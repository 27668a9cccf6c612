namespace DataAccess.MySql.Inserting.Loading;

/// <summary>
/// Whether LOAD DATA is worth another attempt. If the server warns about every batch, for example because it rounds, each batch would
/// be sent twice. So after each failed attempt twice as many batches are sent without LOAD DATA, up to a limit.
/// </summary>
internal sealed class MySqlLoadBackoff
{
    private const int MaxSkipped = 256;

    private int _skip;
    private int _next = 1;

    public bool MayTry()
    {
        if (_skip == 0)
        {
            return true;
        }

        _skip--;
        return false;
    }

    public void Succeeded() => _next = 1;

    public void Failed()
    {
        _skip = _next;
        _next = Math.Min(_next * 2, MaxSkipped);
    }
}
