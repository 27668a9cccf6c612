using DataAccess;

[assembly: Row<Box<int>>]

public sealed record Box<T>(int Id, T Value);
