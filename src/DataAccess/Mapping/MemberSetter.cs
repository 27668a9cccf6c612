using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace DataAccess.Mapping;

/// <summary>Sets a member of an object that its constructor has created: one that is no parameter of it.</summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="member">A member that can be set.</param>
/// <param name="field">The column that it is read from.</param>
internal sealed class MemberSetter<T>(MappedMember member, ProjectedField field)
{
    private readonly Setter _set = Compile(member, field.Type);

    private delegate void Setter(ref T row, object? value);

    /// <exception cref="MappingException">The value does not match the member.</exception>
    public void Set(ref T row, DbDataReader result) => _set(ref row, field.Read(result) is var value and not DBNull ? value : null);

    /// <param name="member">The member.</param>
    /// <param name="readType">The type that its column is read as: the number, if the member is an enum.</param>
    private static Setter Compile(MappedMember member, Type readType)
    {
        var row = Expression.Parameter(typeof(T).MakeByRefType(), "row");
        var value = Expression.Parameter(typeof(object), "value");
        var converted = Expression.Convert(Expression.Convert(Expression.Convert(value, readType), member.Type), member.DeclaredType);
        var target = member.Member is PropertyInfo property ? Expression.Property(row, property) : Expression.Field(row, (FieldInfo)member.Member);
        return Expression.Lambda<Setter>(
            Expression.Assign(target, Expression.Condition(Expression.Equal(value, Expression.Constant(null)), Expression.Default(member.DeclaredType), converted)),
            row,
            value).Compile();
    }
}
