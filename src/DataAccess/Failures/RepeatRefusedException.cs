namespace DataAccess.Failures;

/// <summary>Says that a read is not run again; its caller hears of the lost connection instead.</summary>
internal sealed class RepeatRefusedException()
    : Exception("The read is not run again: a view, an operator or the like of this database calls a function that may do something twice.");
