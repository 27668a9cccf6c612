using System.Globalization;
using DataAccess;
using DataAccess.EventProgram;
using DataAccess.Events;

// Handles events until it is killed.
await using var database = Database.Open(args[0]);
await using var processor = database.CreateEventProcessor(events => StepHandlers.Configure(events, database, int.Parse(args[1], CultureInfo.InvariantCulture)));
try
{
    await processor.StartAsync();
}
catch (Exception exception)
{
    Console.WriteLine(exception.Message);
    return;
}

Console.WriteLine("started");
await Task.Delay(Timeout.Infinite);
