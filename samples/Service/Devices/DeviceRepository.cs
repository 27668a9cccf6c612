using System.Data.Common;
using DataAccess;

namespace Service.Devices;

public sealed class DeviceRepository(DatabaseSession db) : Repository<Device, string>(db)
{
    /// <returns>Whether it was created; false if there is one with its serial, or no such site.</returns>
    public async ValueTask<bool> CreateAsync(Device device, CancellationToken ct)
    {
        try
        {
            await InsertAsync(device, ct);
            return true;
        }
        catch (DbException exception) when (Session.Provider.Classify(exception).Kind == FailureKind.Rejected)
        {
            return false;
        }
    }
}
