using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class CurveLayersTests
{
    private static readonly CurvePriors Tenant = People.Tenant(3);

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(300)]
    public void layers_add_up_to_the_curve(int events)
    {
        CurvePerson person = People.Read(People.Entries(events + 1, events), Tenant, PersonClock.FromOffset(-330));
        PersonWeek week = new();
        week.Build(person);
        CurveLayers layers = new();
        layers.Fill(person, week);
        for (int cell = 0; cell < WeekGrid.CellsPerWeek; cell++)
        {
            Enum.GetValues<CurveLayer>().Sum(layer => layers[layer].Densities[cell]).ShouldBe(week.Total.Densities[cell], 1e-15);
        }

        layers[CurveLayer.Own].Mass(default, 10_080).ShouldBe(week.OwnShareOfWeek(), 1e-9);
        week.OwnShareOfWeek().ShouldBe(week.OwnShare(default, 10_080), 1e-9);
    }
}
