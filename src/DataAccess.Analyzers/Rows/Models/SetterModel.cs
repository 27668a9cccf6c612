namespace DataAccess.Analyzers.Rows.Models;

/// <summary>How a member is set once the object exists.</summary>
/// <param name="IsDirect">Whether an assignment does; otherwise an accessor is declared.</param>
/// <param name="Owner">The type that declares the member; null if the assignment does.</param>
/// <param name="Type">The member's type, with its <c>?</c> if it is a value type, as the owner declares it.</param>
internal sealed record SetterModel(bool IsDirect, OwnerModel? Owner, string Type);
