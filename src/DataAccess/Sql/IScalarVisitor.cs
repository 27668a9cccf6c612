namespace DataAccess.Sql;

/// <summary>What is done with a scalar type, told its type at compile time.</summary>
internal interface IScalarVisitor<TResult>
{
    TResult Value<TValue>()
        where TValue : struct;

    TResult Reference<TValue>()
        where TValue : class;
}
