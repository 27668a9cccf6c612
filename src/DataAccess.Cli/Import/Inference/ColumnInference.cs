using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Import.Inference;

/// <summary>
/// Finds the narrowest type that a column's values fit without losing anything. A few values that fit nothing are taken for
/// damage, and will be rejected with their rows; but a value that a wider type would hold, or that no number can hold as
/// it is written, is never sacrificed.
/// </summary>
internal sealed class ColumnInference
{
    // One value in 200 may be damaged: a type holds from 99.5 percent on.
    private const int ValuesPerDamaged = 200;

    private readonly long[] _counts = new long[Enum.GetValues<ValueClass>().Length];
    private long _values;

    /// <summary>Takes a value into account.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="form">How the record states it.</param>
    public void Observe(ReadOnlySpan<char> text, ValueForm form)
    {
        if (form == ValueForm.Missing)
        {
            return;
        }

        _values++;
        _counts[(int)ValueClassifier.Classify(text, isText: form == ValueForm.Text)]++;
    }

    /// <summary>The type that holds the column's values; text where there was none.</summary>
    public ColumnType Decide()
    {
        if (_values == 0 || Count(ValueClass.Verbatim) > 0)
        {
            return ColumnType.Text;
        }

        if (Holds(ValueClass.Boolean))
        {
            return ColumnType.Boolean;
        }

        if (Holds(ValueClass.Integer, ValueClass.LongInteger, ValueClass.Double, ValueClass.Scientific, ValueClass.Decimal))
        {
            return DecideNumber();
        }

        if (Holds(ValueClass.Date, ValueClass.Timestamp, ValueClass.TimestampWithOffset))
        {
            return DecideTime();
        }

        return Holds(ValueClass.Uuid) ? ColumnType.Uuid : ColumnType.Text;
    }

    private ColumnType DecideNumber()
    {
        var hasFractions = Count(ValueClass.Double) + Count(ValueClass.Decimal) + Count(ValueClass.Scientific) > 0;
        if (!hasFractions)
        {
            return ColumnType.BigInteger;
        }

        var needsDecimal = Count(ValueClass.Decimal) + Count(ValueClass.LongInteger) > 0;
        return !needsDecimal ? ColumnType.Double : Count(ValueClass.Scientific) == 0 ? ColumnType.Decimal : ColumnType.Text;
    }

    private ColumnType DecideTime()
    {
        if (Count(ValueClass.TimestampWithOffset) == 0)
        {
            return Count(ValueClass.Timestamp) == 0 ? ColumnType.Date : ColumnType.Timestamp;
        }

        // Nobody knows which zone the values without an offset mean.
        return Count(ValueClass.Timestamp) + Count(ValueClass.Date) == 0 ? ColumnType.TimestampWithOffset : ColumnType.Text;
    }

    private long Count(ValueClass kind) => _counts[(int)kind];

    private bool Holds(params ReadOnlySpan<ValueClass> kinds)
    {
        var fitting = 0L;
        foreach (var kind in kinds)
        {
            fitting += Count(kind);
        }

        return _values - fitting <= _values / ValuesPerDamaged;
    }
}
