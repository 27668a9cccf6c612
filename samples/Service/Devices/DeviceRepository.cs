using System.Data.Common;
using DataAccess;

namespace Service.Devices;

public sealed class DeviceRepository(DatabaseSession db) : Repository<Device, string>(db)
{
    /// <returns>The constraint that it violates: there is one with its serial, or no such site. Null if it was created.</returns>
    public async ValueTask<ConstraintViolation?> CreateAsync(Device device, CancellationToken ct)
    {
        try
        {
            await InsertAsync(device, ct);
            return null;
        }
        catch (DbException exception) when (ViolatedBy(exception) is { Kind: ConstraintKind.Unique or ConstraintKind.ForeignKey })
        {
            return ViolatedBy(exception);
        }
    }

    public ConstraintViolation? ViolatedBy(DbException exception) => Session.Provider.ViolatedConstraint(exception);
}
