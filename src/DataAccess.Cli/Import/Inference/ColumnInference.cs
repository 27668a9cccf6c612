using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Import.Inference;

/// <summary>
/// Infers the narrowest type that holds a column's values without loss. A few values that fit no type are taken as
/// damaged, and are rejected with their rows later; but a value that a wider type would hold, or that no number can hold as
/// written, is never given up.
/// </summary>
internal sealed class ColumnInference
{
    // One value in 200 may be damaged: a type holds from 99.5 percent on.
    private const int ValuesPerDamaged = 200;

    private readonly long[] _counts = new long[Enum.GetValues<ValueClass>().Length];
    private long _values;

    /// <summary>Counts a value.</summary>
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

    /// <summary>The type that holds the column's values; text if there was none.</summary>
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

        // The zone of the values without an offset is unknown.
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
