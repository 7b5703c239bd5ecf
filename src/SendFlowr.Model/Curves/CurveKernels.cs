namespace SendFlowr.Model.Curves;

/// <summary>The kernels of the recipe, one table for each bandwidth.</summary>
internal static class CurveKernels
{
    public static GaussianKernel Of5Minutes { get; } = new(5);

    public static GaussianKernel Of20Minutes { get; } = new(20);

    public static GaussianKernel Of30Minutes { get; } = new(30);

    public static GaussianKernel Of45Minutes { get; } = new(45);

    public static GaussianKernel Of60Minutes { get; } = new(60);
}
