using System.Globalization;
using System.Linq.Expressions;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Builds a column with a compiled, typed accessor from a member found by reflection.</summary>
internal static class ColumnMapBuilder<T>
{
    public static ColumnMap<T> Build(MappedMember member, Conversions conversions)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression value = Expression.MakeMemberAccess(row, member.Member);
        if (member.ConversionBy(conversions) is { } conversion)
        {
            return ConvertedColumns<T>.Create(member.Column, conversion, value, row, TraitsOf(member) with { EnumType = null, AcceptsNull = member.AcceptsNull });
        }

        if (member.IsJson)
        {
            return Json(value, row, member);
        }

        if (member.Type.IsEnum)
        {
            value = member.IsText ? ToText(value, member) : ToNumber(value, member);
        }

        else if (member.IsText && IsNumber(member.Type))
        {
            value = ToDigits(value);
        }

        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var column = new Column(member.Column, value, row, TraitsOf(member));
        return ScalarTypes.Find(type)?.Accept(column)
            ?? ScalarTypes.FindByArray(type)?.AcceptArray(column)
            ?? ColumnMap<T>.Reject(member.Name, member.Type);
    }

    private static ColumnTraits TraitsOf(MappedMember member)
        => new() { Member = member.Name, IsKey = member.IsKey, KeyOrder = member.KeyOrder, IsGenerated = member.IsGenerated, IsVersion = member.IsVersion, EnumType = member.Type.IsEnum && !member.IsText && !member.IsJson ? member.Type : null };

    private static ColumnMap<T> Json(Expression value, ParameterExpression row, MappedMember member)
    {
        var json = new JsonColumn(typeof(T), member.Describe(null, setsRequired: false));
        var get = Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
        return ColumnMap<T>.CreateReference(member.Column, of => json.Write(get(of)), TraitsOf(member));
    }

    private static UnaryExpression ToNumber(Expression value, MappedMember member)
    {
        var number = Enum.GetUnderlyingType(member.Type);
        return Expression.Convert(value, value.Type == member.Type ? number : ScalarTypes.Find(number)!.NullableType);
    }

    private static InvocationExpression ToText(Expression value, MappedMember member)
    {
        var type = member.Type;
        Expression<Func<object?, string?>> name = boxed => boxed == null ? null : Enum.GetName(type, boxed) ?? EnumText.Of(boxed);
        return Expression.Invoke(name, Expression.Convert(value, typeof(object)));
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static InvocationExpression ToDigits(Expression value)
    {
        Expression<Func<object?, string?>> digits = boxed => boxed == null ? null : Convert.ToString(boxed, CultureInfo.InvariantCulture);
        return Expression.Invoke(digits, Expression.Convert(value, typeof(object)));
    }

    /// <summary>Creates the column of a member once its type is known at compile time.</summary>
    private sealed class Column(string name, Expression value, ParameterExpression row, ColumnTraits traits) : IScalarVisitor<ColumnMap<T>>
    {
        public ColumnMap<T> Value<TValue>()
            where TValue : struct
            => Nullable.GetUnderlyingType(value.Type) is null
                ? ColumnMap<T>.Create(name, Expression.Lambda<Func<T, TValue>>(value, row).Compile(), traits)
                : ColumnMap<T>.CreateNullable(name, Expression.Lambda<Func<T, TValue?>>(value, row).Compile(), traits);

        public ColumnMap<T> Reference<TValue>()
            where TValue : class
            => ColumnMap<T>.CreateReference(name, Expression.Lambda<Func<T, TValue?>>(value, row).Compile(), traits);
    }
}
