using System.Linq.Expressions;

namespace DataAccess.Repositories.Paging;

/// <summary>The members that an expression such as <c>order => new { order.Status, order.Note }</c> names. It is read, and never run.</summary>
internal static class NamedMembers
{
    /// <exception cref="ArgumentException">It is of another form.</exception>
    public static IReadOnlyList<string> Of<TEntity>(Expression<Func<TEntity, object?>> expression)
    {
        var body = WithoutConversion(expression.Body);
        return body is NewExpression { Arguments.Count: > 0 } several
            ? [.. several.Arguments.Select(argument => NameOf(argument, expression))]
            : [NameOf(body, expression)];
    }

    private static string NameOf<TEntity>(Expression member, Expression<Func<TEntity, object?>> expression)
        => WithoutConversion(member) is MemberExpression { Expression: { } owner } named && WithoutConversion(owner) == expression.Parameters[0]
            ? named.Member.Name
            : throw new ArgumentException(
                $"'{expression}' does not name members of {typeof(TEntity).Name}. Write row => new {{ row.First, row.Second }}, or row => row.First.", nameof(expression));

    private static Expression WithoutConversion(Expression expression)
        => expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? conversion.Operand : expression;
}
