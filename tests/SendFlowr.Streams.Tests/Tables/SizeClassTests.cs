using SendFlowr.Streams.Tables;

namespace SendFlowr.Streams.Tests.Tables;

public class SizeClassTests
{
    [Fact]
    public void fits_every_row_and_wastes_little()
    {
        for (int length = 1; length <= ITable.MaxRowBytes; length += length < 5000 ? 1 : 997)
        {
            int sizeClass = SizeClass.ForLength(length);
            int bytes = SizeClass.Units(sizeClass) * SizeClass.UnitBytes;
            sizeClass.ShouldBeInRange(1, SizeClass.Count - 1);
            bytes.ShouldBeGreaterThanOrEqualTo(length);
            bytes.ShouldBeLessThanOrEqualTo(length + Math.Max(15, length / 8 + 15));
        }

        SizeClass.ForLength(0).ShouldBe(0);
        SizeClass.ForLength(ITable.MaxRowBytes).ShouldBe(SizeClass.Count - 1);
    }

    [Fact]
    public void names_the_largest_class_within_some_units()
    {
        for (int units = 1; units < 3000; units++)
        {
            int sizeClass = SizeClass.LargestWithin(units);
            SizeClass.Units(sizeClass).ShouldBeLessThanOrEqualTo(units);
            (sizeClass + 1 == SizeClass.Count || SizeClass.Units(sizeClass + 1) > units).ShouldBeTrue();
        }
    }
}
