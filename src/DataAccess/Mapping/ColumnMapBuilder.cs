using System.Linq.Expressions;

namespace DataAccess.Mapping;

/// <summary>Makes a column with a compiled, typed way to its value from a member found by reflection.</summary>
internal static class ColumnMapBuilder<T>
{
    private delegate ColumnMap<T> Factory(string column, Expression value, ParameterExpression row, ColumnTraits traits);

    private static readonly Dictionary<Type, Factory> Factories = new()
    {
        [typeof(bool)] = Value<bool>,
        [typeof(byte)] = Value<byte>,
        [typeof(sbyte)] = Value<sbyte>,
        [typeof(short)] = Value<short>,
        [typeof(ushort)] = Value<ushort>,
        [typeof(int)] = Value<int>,
        [typeof(uint)] = Value<uint>,
        [typeof(long)] = Value<long>,
        [typeof(ulong)] = Value<ulong>,
        [typeof(float)] = Value<float>,
        [typeof(double)] = Value<double>,
        [typeof(decimal)] = Value<decimal>,
        [typeof(char)] = Value<char>,
        [typeof(Guid)] = Value<Guid>,
        [typeof(DateOnly)] = Value<DateOnly>,
        [typeof(TimeOnly)] = Value<TimeOnly>,
        [typeof(TimeSpan)] = Value<TimeSpan>,
        [typeof(DateTime)] = Value<DateTime>,
        [typeof(DateTimeOffset)] = Value<DateTimeOffset>,
        [typeof(string)] = Reference<string>,
        [typeof(byte[])] = Reference<byte[]>,
        [typeof(bool[])] = Reference<bool[]>,
        [typeof(short[])] = Reference<short[]>,
        [typeof(int[])] = Reference<int[]>,
        [typeof(long[])] = Reference<long[]>,
        [typeof(float[])] = Reference<float[]>,
        [typeof(double[])] = Reference<double[]>,
        [typeof(decimal[])] = Reference<decimal[]>,
        [typeof(string[])] = Reference<string[]>,
        [typeof(Guid[])] = Reference<Guid[]>,
        [typeof(DateOnly[])] = Reference<DateOnly[]>,
        [typeof(TimeOnly[])] = Reference<TimeOnly[]>,
        [typeof(DateTime[])] = Reference<DateTime[]>,
        [typeof(DateTimeOffset[])] = Reference<DateTimeOffset[]>,
        [typeof(byte[][])] = Reference<byte[][]>,
    };

    public static ColumnMap<T> Build(MappedMember member)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression value = Expression.Property(row, member.Property);
        if (member.IsJson)
        {
            return Json(value, row, member);
        }

        if (member.Type.IsEnum)
        {
            value = member.EnumAsText ? ToText(value, member) : ToNumber(value, member);
        }

        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        return Factories.TryGetValue(type, out var create)
            ? create(
                member.Column,
                value,
                row,
                TraitsOf(member))
            : throw new MappingException(
                $"{typeof(T).Name}.{member.Name} is of type {member.Type.Name}, which no column holds. "
                + $"Change it to one of {string.Join(", ", Factories.Keys.Select(static t => t.Name))} or an enum, "
                + "keep it as JSON with [Column(TypeName = \"json\")], or leave it out with [NotMapped].");
    }

    private static ColumnTraits TraitsOf(MappedMember member)
        => new() { Member = member.Name, IsKey = member.IsKey, IsGenerated = member.IsGenerated, IsVersion = member.IsVersion };

    private static ColumnMap<T> Json(Expression value, ParameterExpression row, MappedMember member)
    {
        var json = new JsonColumn(typeof(T), member);
        var get = Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
        return ColumnMap<T>.CreateReference(member.Column, of => json.Write(get(of)), TraitsOf(member));
    }

    private static ColumnMap<T> Value<TValue>(string column, Expression value, ParameterExpression row, ColumnTraits traits)
        where TValue : struct
        => Nullable.GetUnderlyingType(value.Type) is null
            ? ColumnMap<T>.Create(column, Expression.Lambda<Func<T, TValue>>(value, row).Compile(), traits)
            : ColumnMap<T>.CreateNullable(column, Expression.Lambda<Func<T, TValue?>>(value, row).Compile(), traits);

    private static ColumnMap<T> Reference<TValue>(string column, Expression value, ParameterExpression row, ColumnTraits traits)
        where TValue : class
        => ColumnMap<T>.CreateReference(column, Expression.Lambda<Func<T, TValue?>>(value, row).Compile(), traits);

    private static UnaryExpression ToNumber(Expression value, MappedMember member)
    {
        var number = Enum.GetUnderlyingType(member.Type);
        return Expression.Convert(value, value.Type == member.Type ? number : NullableOf(number));
    }

    private static InvocationExpression ToText(Expression value, MappedMember member)
    {
        var type = member.Type;
        Expression<Func<object?, string?>> name = boxed => boxed == null ? null : Enum.GetName(type, boxed) ?? boxed.ToString();
        return Expression.Invoke(name, Expression.Convert(value, typeof(object)));
    }

    private static Type NullableOf(Type number) => Type.GetTypeCode(number) switch
    {
        TypeCode.Byte => typeof(byte?),
        TypeCode.SByte => typeof(sbyte?),
        TypeCode.Int16 => typeof(short?),
        TypeCode.UInt16 => typeof(ushort?),
        TypeCode.UInt32 => typeof(uint?),
        TypeCode.Int64 => typeof(long?),
        TypeCode.UInt64 => typeof(ulong?),
        _ => typeof(int?),
    };
}
