using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DataAccess.Sql;

namespace DataAccess.Writing.Spooling;

/// <summary>The values of columns as bytes, each after its length plus one; a length of zero is a null. Times are UTC, as on every database.</summary>
internal static class SpoolValues
{
    /// <summary>Whether values of a column's type can be written and read.</summary>
    public static bool Has(Type type)
        => ScalarTypes.Find(type) is not null
            || (type.GetElementType() is { } element && ScalarTypes.Find(Nullable.GetUnderlyingType(element) ?? element) is not null && type.IsSZArray);

    public static void WriteNull(SpoolBuffer to) => to.Number(0);

    /// <summary>Writes a value that is not null, the usual ones without boxing.</summary>
    public static void Write<TValue>(SpoolBuffer to, TValue value)
        where TValue : notnull
    {
        if (typeof(TValue) == typeof(int))
        {
            Int(to, (int)(object)value);
        }
        else if (typeof(TValue) == typeof(long))
        {
            Long(to, (long)(object)value);
        }
        else if (typeof(TValue) == typeof(double))
        {
            Long(to, BitConverter.DoubleToInt64Bits((double)(object)value));
        }
        else if (typeof(TValue) == typeof(DateTime))
        {
            Long(to, UtcTime.Of((DateTime)(object)value).Ticks);
        }
        else if (typeof(TValue) == typeof(DateTimeOffset))
        {
            Long(to, ((DateTimeOffset)(object)value).UtcTicks);
        }
        else if (typeof(TValue) == typeof(Guid))
        {
            to.Number(17);
            ((Guid)(object)value).TryWriteBytes(to.GetSpan(16));
            to.Advance(16);
        }
        else
        {
            WriteBoxed(to, value);
        }
    }

    private static void WriteBoxed(SpoolBuffer to, object value)
    {
        switch (value)
        {
            case string text:
                to.Text(text);
                break;
            case byte[] bytes:
                Raw(to, bytes);
                break;
            case decimal number:
                Raw(to, Decimal(number));
                break;
            case Array list:
                WriteList(to, list);
                break;
            case Guid or int or double or DateTime or DateTimeOffset:
                WriteUsual(to, value);
                break;
            default:
                Long(to, BitsOf(value));
                break;
        }
    }

    private static void WriteUsual(SpoolBuffer to, object value)
    {
        switch (value)
        {
            case Guid id:
                Write(to, id);
                break;
            case int number:
                Write(to, number);
                break;
            case double real:
                Write(to, real);
                break;
            case DateTime time:
                Write(to, time);
                break;
            default:
                Write(to, (DateTimeOffset)value);
                break;
        }
    }

    private static long BitsOf(object value) => value switch
    {
        bool truth => truth ? 1 : 0,
        char one => one,
        ulong number => unchecked((long)number),
        float real => BitConverter.SingleToInt32Bits(real),
        DateOnly date => date.DayNumber,
        TimeOnly time => time.Ticks,
        TimeSpan duration => duration.Ticks,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static void WriteList(SpoolBuffer to, Array list)
    {
        var inner = new SpoolBuffer();
        inner.Number((ulong)list.Length);
        foreach (var value in list)
        {
            if (value is null)
            {
                WriteNull(inner);
            }
            else
            {
                WriteBoxed(inner, value);
            }
        }

        Raw(to, inner.Written);
    }

    /// <summary>Reads a value of a type; boxed, but as what the type is.</summary>
    public static object Read(Type type, ReadOnlySpan<byte> bytes)
    {
        if (type.IsArray && type != typeof(byte[]))
        {
            return ReadList(type, bytes);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => Encoding.UTF8.GetString(bytes),
            TypeCode.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            TypeCode.Decimal => Decimal(bytes),
            TypeCode.DateTime => new DateTime(BinaryPrimitives.ReadInt64LittleEndian(bytes), DateTimeKind.Utc),
            TypeCode.Double => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            TypeCode.Object => ReadOther(type, bytes),
            var code => OfBits(code, BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        };
    }

    private static object ReadOther(Type type, ReadOnlySpan<byte> bytes)
        => type == typeof(Guid) ? new Guid(bytes)
            : type == typeof(byte[]) ? bytes.ToArray()
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.Zero)
            : type == typeof(DateOnly) ? DateOnly.FromDayNumber((int)BinaryPrimitives.ReadInt64LittleEndian(bytes))
            : type == typeof(TimeOnly) ? new TimeOnly(BinaryPrimitives.ReadInt64LittleEndian(bytes))
            : TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes));

    private static object OfBits(TypeCode code, long bits) => code switch
    {
        TypeCode.Boolean => bits != 0,
        TypeCode.Char => (char)bits,
        TypeCode.Byte => (byte)bits,
        TypeCode.SByte => (sbyte)bits,
        TypeCode.Int16 => (short)bits,
        TypeCode.UInt16 => (ushort)bits,
        TypeCode.UInt32 => (uint)bits,
        TypeCode.UInt64 => unchecked((ulong)bits),
        TypeCode.Single => BitConverter.Int32BitsToSingle((int)bits),
        _ => bits,
    };

    private static Array ReadList(Type type, ReadOnlySpan<byte> bytes)
    {
        var from = new SpoolBytes(bytes);
        var list = Array.CreateInstanceFromArrayType(type, (int)from.Number());
        var element = Nullable.GetUnderlyingType(type.GetElementType()!) ?? type.GetElementType()!;
        for (var i = 0; i < list.Length; i++)
        {
            var length = (int)from.Number();
            if (length > 0)
            {
                list.SetValue(Read(element, from.Take(length - 1)), i);
            }
        }

        return list;
    }

    private static void Int(SpoolBuffer to, int value)
    {
        to.Number(sizeof(int) + 1);
        to.UInt32((uint)value);
    }

    private static void Long(SpoolBuffer to, long value)
    {
        to.Number(sizeof(long) + 1);
        to.Int64(value);
    }

    private static void Raw(SpoolBuffer to, ReadOnlySpan<byte> bytes)
    {
        to.Number((ulong)bytes.Length + 1);
        bytes.CopyTo(to.GetSpan(bytes.Length));
        to.Advance(bytes.Length);
    }

    private static byte[] Decimal(decimal value)
    {
        var bytes = new byte[16];
        var bits = decimal.GetBits(value);
        for (var i = 0; i < bits.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), bits[i]);
        }

        return bytes;
    }

    private static decimal Decimal(ReadOnlySpan<byte> bytes)
    {
        var bits = new int[4];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return new decimal(bits);
    }
}
