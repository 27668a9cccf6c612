namespace DataAccess;

/// <summary>As <see cref="RowAttribute"/>, for a type of another assembly, or for one form of a generic type: <c>[assembly: Row&lt;Box&lt;int&gt;&gt;]</c>.</summary>
/// <typeparam name="T">The row.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class RowAttribute<T> : Attribute
{
    /// <summary>As <see cref="RowAttribute.Json"/>. Default null.</summary>
    public Type? Json { get; set; }
}
