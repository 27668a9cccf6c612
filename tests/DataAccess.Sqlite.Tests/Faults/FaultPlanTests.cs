using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>Faults happen where and when they are planned, and once.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void A_fault_happens_at_its_point_after_the_others_have_passed()
    {
        var plan = new FaultPlan();
        var fault = Fault.Cut(FaultPoint.BeforeCommit, 2);
        plan.Arm(fault);

        Assert.Null(plan.Pass(FaultPoint.BeforeAnswer));
        Assert.Null(plan.Pass(FaultPoint.BeforeCommit));
        Assert.Null(plan.Pass(FaultPoint.BeforeCommit));
        Assert.Same(fault, plan.Pass(FaultPoint.BeforeCommit));
        Assert.Null(plan.Pass(FaultPoint.BeforeCommit));
        Assert.Equal(["cut BeforeCommit"], plan.Fired);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(9, 0, 9)]
    [InlineData(10, 1, 0)]
    [InlineData(25, 2, 5)]
    public void A_fault_after_so_many_bytes_happens_within_the_right_ten(int after, int tens, int offset)
    {
        var plan = new FaultPlan();
        plan.Arm(Fault.Cut(FaultPoint.InData, after));

        for (var i = 0; i < tens; i++)
        {
            Assert.Null(plan.PassBytes(FaultPoint.InData, 10));
        }

        Assert.Equal(offset, plan.PassBytes(FaultPoint.InData, 10)?.Offset);
        Assert.Null(plan.PassBytes(FaultPoint.InData, 10));
    }

    [Fact]
    public void Two_faults_at_a_point_happen_one_after_the_other()
    {
        var plan = new FaultPlan();
        Fault first = Fault.Cut(FaultPoint.AfterAnswer), second = Fault.Cut(FaultPoint.AfterAnswer);
        plan.Arm(first, second);

        Assert.Same(first, plan.Pass(FaultPoint.AfterAnswer));
        Assert.Same(second, plan.Pass(FaultPoint.AfterAnswer));
    }

    [Fact]
    public void Disarmed_nothing_goes_wrong()
    {
        var plan = new FaultPlan();
        plan.Arm(Fault.Cut(FaultPoint.InRequest));

        plan.Disarm();

        Assert.Null(plan.PassBytes(FaultPoint.InRequest, 10));
        Assert.Empty(plan.Fired);
    }
}
