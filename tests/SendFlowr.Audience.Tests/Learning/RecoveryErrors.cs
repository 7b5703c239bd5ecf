namespace SendFlowr.Audience.Tests.Learning;

/// <summary>Squared errors against the true availability, means over people: of the 168 hours of the week, and of the 24 of the day.</summary>
/// <param name="RawWeek">Histogram of the hours of the week.</param>
/// <param name="RawDay">Histogram of the hours of the day times that of the weekdays: less noise.</param>
/// <param name="Uniform">Every hour alike.</param>
/// <param name="Plain">The curve that does not know deliveries.</param>
/// <param name="Exposed">The curve that does.</param>
/// <param name="RawOfDay">Histogram of the hours of the day.</param>
/// <param name="PlainOfDay">The day of the curve that does not know deliveries.</param>
/// <param name="ExposedOfDay">The day of the curve that does.</param>
internal sealed record RecoveryErrors(
    double RawWeek, double RawDay, double Uniform, double Plain, double Exposed, double RawOfDay, double PlainOfDay, double ExposedOfDay);
